-- boolean as a group's key
SELECT bo, COUNT(*), COUNT(bo), COUNT(DISTINCT bo) FROM y GROUP BY bo

-- tinyint as a group's key
SELECT ti, COUNT(*), COUNT(ti), COUNT(DISTINCT ti) FROM y GROUP BY ti

-- smallint as a group's key
SELECT sm, COUNT(*), COUNT(sm), COUNT(DISTINCT sm) FROM y GROUP BY sm

-- int as a group's key
SELECT i, COUNT(*), COUNT(i), COUNT(DISTINCT i) FROM y GROUP BY i

-- bigint as a group's key
SELECT bi, COUNT(*), COUNT(bi), COUNT(DISTINCT bi) FROM y GROUP BY bi

-- float as a group's key
SELECT fl, COUNT(*), COUNT(fl), COUNT(DISTINCT fl) FROM y GROUP BY fl

-- double as a group's key
SELECT db, COUNT(*), COUNT(db), COUNT(DISTINCT db) FROM y GROUP BY db

-- decimal as a group's key
SELECT de, COUNT(*), COUNT(de), COUNT(DISTINCT de) FROM y GROUP BY de

-- wide decimal as a group's key
SELECT wi, COUNT(*), COUNT(wi), COUNT(DISTINCT wi) FROM y GROUP BY wi

-- text as a group's key
SELECT st, COUNT(*), COUNT(st), COUNT(DISTINCT st) FROM y GROUP BY st

-- bytes as a group's key
SELECT bs, COUNT(*), COUNT(bs), COUNT(DISTINCT bs) FROM y GROUP BY bs

-- date as a group's key
SELECT da, COUNT(*), COUNT(da), COUNT(DISTINCT da) FROM y GROUP BY da

-- time as a group's key
SELECT tm, COUNT(*), COUNT(tm), COUNT(DISTINCT tm) FROM y GROUP BY tm

-- timestamp as a group's key
SELECT ts, COUNT(*), COUNT(ts), COUNT(DISTINCT ts) FROM y GROUP BY ts

-- local time zone timestamp as a group's key
SELECT tz, COUNT(*), COUNT(tz), COUNT(DISTINCT tz) FROM y GROUP BY tz

-- boolean distinct
SELECT DISTINCT bo, ti FROM y

-- tinyint distinct and its extremes
SELECT ti, MIN(ti), MAX(ti) FROM y GROUP BY ti

-- smallint distinct and its extremes
SELECT ti, MIN(sm), MAX(sm) FROM y GROUP BY ti

-- int distinct and its extremes
SELECT ti, MIN(i), MAX(i) FROM y GROUP BY ti

-- bigint distinct and its extremes
SELECT ti, MIN(bi), MAX(bi) FROM y GROUP BY ti

-- float distinct and its extremes
SELECT ti, MIN(fl), MAX(fl) FROM y GROUP BY ti

-- double distinct and its extremes
SELECT ti, MIN(db), MAX(db) FROM y GROUP BY ti

-- decimal distinct and its extremes
SELECT ti, MIN(de), MAX(de) FROM y GROUP BY ti

-- wide decimal distinct and its extremes
SELECT ti, MIN(wi), MAX(wi) FROM y GROUP BY ti

-- text distinct and its extremes
SELECT ti, MIN(st), MAX(st) FROM y GROUP BY ti

-- bytes distinct and its extremes
SELECT ti, MIN(bs), MAX(bs) FROM y GROUP BY ti

-- date distinct and its extremes
SELECT ti, MIN(da), MAX(da) FROM y GROUP BY ti

-- time distinct and its extremes
SELECT ti, MIN(tm), MAX(tm) FROM y GROUP BY ti

-- timestamp distinct and its extremes
SELECT ti, MIN(ts), MAX(ts) FROM y GROUP BY ti

-- local time zone timestamp distinct and its extremes
SELECT ti, MIN(tz), MAX(tz) FROM y GROUP BY ti

-- boolean as a join's key
SELECT x.bo, x.ti, z.sm FROM y AS x JOIN y AS z ON x.bo = z.bo AND x.ti > z.ti

-- tinyint as a join's key
SELECT x.ti, x.ti, z.sm FROM y AS x JOIN y AS z ON x.ti = z.ti AND x.ti > z.ti

-- smallint as a join's key
SELECT x.sm, x.ti, z.sm FROM y AS x JOIN y AS z ON x.sm = z.sm AND x.ti > z.ti

-- int as a join's key
SELECT x.i, x.ti, z.sm FROM y AS x JOIN y AS z ON x.i = z.i AND x.ti > z.ti

-- bigint as a join's key
SELECT x.bi, x.ti, z.sm FROM y AS x JOIN y AS z ON x.bi = z.bi AND x.ti > z.ti

-- decimal as a join's key
SELECT x.de, x.ti, z.sm FROM y AS x JOIN y AS z ON x.de = z.de AND x.ti > z.ti

-- wide decimal as a join's key
SELECT x.wi, x.ti, z.sm FROM y AS x JOIN y AS z ON x.wi = z.wi AND x.ti > z.ti

-- text as a join's key
SELECT x.st, x.ti, z.sm FROM y AS x JOIN y AS z ON x.st = z.st AND x.ti > z.ti

-- bytes as a join's key
SELECT x.bs, x.ti, z.sm FROM y AS x JOIN y AS z ON x.bs = z.bs AND x.ti > z.ti

-- date as a join's key
SELECT x.da, x.ti, z.sm FROM y AS x JOIN y AS z ON x.da = z.da AND x.ti > z.ti

-- time as a join's key
SELECT x.tm, x.ti, z.sm FROM y AS x JOIN y AS z ON x.tm = z.tm AND x.ti > z.ti

-- timestamp as a join's key
SELECT x.ts, x.ti, z.sm FROM y AS x JOIN y AS z ON x.ts = z.ts AND x.ti > z.ti

-- local time zone timestamp as a join's key
SELECT x.tz, x.ti, z.sm FROM y AS x JOIN y AS z ON x.tz = z.tz AND x.ti > z.ti

-- boolean in an order
SELECT bo, ti, sm FROM y ORDER BY bo DESC, ti, sm LIMIT 5

-- tinyint in an order
SELECT ti, sm, i FROM y ORDER BY ti DESC, sm, i LIMIT 5

-- smallint in an order
SELECT sm, ti, i FROM y ORDER BY sm DESC, ti, i LIMIT 5

-- int in an order
SELECT i, ti, sm FROM y ORDER BY i DESC, ti, sm LIMIT 5

-- bigint in an order
SELECT bi, ti, sm FROM y ORDER BY bi DESC, ti, sm LIMIT 5

-- float in an order
SELECT fl, ti, sm FROM y ORDER BY fl DESC, ti, sm LIMIT 5

-- double in an order
SELECT db, ti, sm FROM y ORDER BY db DESC, ti, sm LIMIT 5

-- decimal in an order
SELECT de, ti, sm FROM y ORDER BY de DESC, ti, sm LIMIT 5

-- wide decimal in an order
SELECT wi, ti, sm FROM y ORDER BY wi DESC, ti, sm LIMIT 5

-- text in an order
SELECT st, ti, sm FROM y ORDER BY st DESC, ti, sm LIMIT 5

-- bytes in an order
SELECT bs, ti, sm FROM y ORDER BY bs DESC, ti, sm LIMIT 5

-- date in an order
SELECT da, ti, sm FROM y ORDER BY da DESC, ti, sm LIMIT 5

-- time in an order
SELECT tm, ti, sm FROM y ORDER BY tm DESC, ti, sm LIMIT 5

-- timestamp in an order
SELECT ts, ti, sm FROM y ORDER BY ts DESC, ti, sm LIMIT 5

-- local time zone timestamp in an order
SELECT tz, ti, sm FROM y ORDER BY tz DESC, ti, sm LIMIT 5

-- boolean in a set operation
SELECT bo FROM y EXCEPT ALL SELECT bo FROM y WHERE ti > 0

-- tinyint in a set operation
SELECT ti FROM y EXCEPT ALL SELECT ti FROM y WHERE ti > 0

-- smallint in a set operation
SELECT sm FROM y EXCEPT ALL SELECT sm FROM y WHERE ti > 0

-- int in a set operation
SELECT i FROM y EXCEPT ALL SELECT i FROM y WHERE ti > 0

-- bigint in a set operation
SELECT bi FROM y EXCEPT ALL SELECT bi FROM y WHERE ti > 0

-- float in a set operation
SELECT fl FROM y EXCEPT ALL SELECT fl FROM y WHERE ti > 0

-- double in a set operation
SELECT db FROM y EXCEPT ALL SELECT db FROM y WHERE ti > 0

-- decimal in a set operation
SELECT de FROM y EXCEPT ALL SELECT de FROM y WHERE ti > 0

-- wide decimal in a set operation
SELECT wi FROM y EXCEPT ALL SELECT wi FROM y WHERE ti > 0

-- text in a set operation
SELECT st FROM y EXCEPT ALL SELECT st FROM y WHERE ti > 0

-- bytes in a set operation
SELECT bs FROM y EXCEPT ALL SELECT bs FROM y WHERE ti > 0

-- date in a set operation
SELECT da FROM y EXCEPT ALL SELECT da FROM y WHERE ti > 0

-- time in a set operation
SELECT tm FROM y EXCEPT ALL SELECT tm FROM y WHERE ti > 0

-- timestamp in a set operation
SELECT ts FROM y EXCEPT ALL SELECT ts FROM y WHERE ti > 0

-- local time zone timestamp in a set operation
SELECT tz FROM y EXCEPT ALL SELECT tz FROM y WHERE ti > 0

-- all of them through a distinct
SELECT DISTINCT * FROM y

-- all of them through an outer join
SELECT r.a, y.* FROM r LEFT JOIN y ON r.a = y.i

-- all of them in one key
SELECT bo, ti, sm, i, bi, de, wi, st, da, ts, COUNT(*) FROM y GROUP BY bo, ti, sm, i, bi, de, wi, st, da, ts
