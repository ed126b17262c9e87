package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** The time zones that one call site names, read anew only on change. */
public final class ZoneMemo {
  private final FormatMemo formats = new FormatMemo();

  private final Slice last = new Slice();
  private final Slice lastTarget = new Slice();
  private @Nullable ZoneId zone;
  private @Nullable ZoneId target;

  /** The format of the same call. */
  FormatMemo formats() {
    return formats;
  }

  public ZoneId zone(Slice name) {
    ZoneId known = zone;
    if (known == null || !last.sameBytes(name)) {
      known = remember(name, last);
      zone = known;
    }
    return known;
  }

  /** The second zone of a call. */
  ZoneId target(Slice name) {
    ZoneId known = target;
    if (known == null || !lastTarget.sameBytes(name)) {
      known = remember(name, lastTarget);
      target = known;
    }
    return known;
  }

  private static ZoneId remember(Slice name, Slice last) {
    ZoneId zone = of(name.toString());
    byte[] bytes = name.toBytes();
    last.set(bytes, 0, bytes.length);
    return zone;
  }

  /** {@code Europe/Vienna}, {@code UTC}, {@code +01:00}, {@code PST}. */
  static ZoneId of(String name) {
    try {
      return ZoneId.of(name.trim(), ZoneId.SHORT_IDS);
    } catch (DateTimeException e) {
      throw new RowException(SqlState.INVALID_PARAMETER_VALUE, "'" + name + "' is no time zone");
    }
  }
}
