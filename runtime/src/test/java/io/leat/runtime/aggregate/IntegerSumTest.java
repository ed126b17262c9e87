package io.leat.runtime.aggregate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.state.RowTable;
import java.math.BigInteger;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;

/** Sums of any numbers times any weights are those of unbounded integers. */
class IntegerSumTest {
  private static BigInteger sum(Column values, boolean wide, List<Long> weights) {
    IntegerSum sum = new IntegerSum(0, 0, wide);
    RowTable table = new RowTable(List.of(), 1 + sum.words());
    int group = table.add(new Column[0], 0, 0);
    sum.offset = table.extraOffset() + 1;
    Feed feed = new Feed(new int[] {Feed.OWN_WEIGHTS});
    feed.columns = new Column[] {values};
    feed.count = weights.size();
    feed.reserve(feed.count);
    for (int i = 0; i < feed.count; i++) {
      feed.groups[i] = group;
      feed.weights[0][i] = weights.get(i);
    }
    sum.add(table, feed);
    BigInteger exact = sum.exact(table, group);
    assertEquals(exact.bitLength() < Long.SIZE, sum.fitsLong(table, group));
    return exact;
  }

  @Property
  void longs(@ForAll @Size(20) List<Long> values, @ForAll @Size(20) List<Integer> weights) {
    LongColumn column = new LongColumn();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < values.size(); i++) {
      column.append(values.get(i));
      expected =
          expected.add(
              BigInteger.valueOf(values.get(i)).multiply(BigInteger.valueOf(weights.get(i))));
    }
    List<Long> longWeights = weights.stream().map(Integer::longValue).toList();
    assertEquals(expected, sum(column, false, longWeights));
  }

  @Property
  void pairs(
      @ForAll @Size(20) List<Long> highs,
      @ForAll @Size(20) List<Long> lows,
      @ForAll @Size(20) List<Integer> weights) {
    WideColumn column = new WideColumn();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 0; i < highs.size(); i++) {
      column.append(highs.get(i), lows.get(i));
      BigInteger value =
          BigInteger.valueOf(highs.get(i))
              .shiftLeft(Long.SIZE)
              .add(new BigInteger(Long.toUnsignedString(lows.get(i))));
      expected = expected.add(value.multiply(BigInteger.valueOf(weights.get(i))));
    }
    assertEquals(expected, sum(column, true, weights.stream().map(Integer::longValue).toList()));
  }

  /** A part adds up the rows of its one group in the same way, whatever they are. */
  @Property
  void oneGroup(@ForAll @Size(min = 1, max = 40) List<Long> values) {
    LongColumn column = new LongColumn();
    values.forEach(column::append);
    Feed feed = new Feed(new int[] {Feed.OWN_WEIGHTS});
    feed.reserve(values.size());
    feed.oneGroup = true;
    feed.read(new ChangeBatch(List.of(column), values.size(), null));
    IntegerSumPart part = new IntegerSumPart(0, 0, false);
    part.reserve(1);
    part.add(feed);
    part.add(feed);
    LongColumn result = new LongColumn();
    part.append(new int[] {0}, 1, List.of(result));
    BigInteger sum = BigInteger.valueOf(result.get(0));
    for (int i = 0; i < part.extras(0); i++) {
      long weight = part.appendExtra(0, i, List.of(result));
      sum = sum.add(BigInteger.valueOf(result.get(i + 1)).multiply(BigInteger.valueOf(weight)));
    }
    BigInteger expected =
        values.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    assertEquals(expected.shiftLeft(1), sum);
  }
}
