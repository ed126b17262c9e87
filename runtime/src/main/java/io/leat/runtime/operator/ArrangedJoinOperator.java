package io.leat.runtime.operator;

import io.leat.runtime.circuit.Arranged;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.Epoch;
import io.leat.runtime.relation.KeyProbe;
import io.leat.runtime.relation.KeyedVersion;
import io.leat.runtime.state.FrozenState;
import io.leat.runtime.state.StateReader;
import io.leat.runtime.types.RowSchema;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Joins an input with a stored relation, whose rows are found where they are kept. Of an epoch,
 * changes of the first meet the relation as it was before; then the relation's changes meet the
 * first as it is after: ΔA ⋈ B + A′ ⋈ ΔB. Rows of A are kept here, unless they are found in the
 * same way: then the join has no state. In the epoch that a circuit begins with, A's rows meet all
 * of B, and what is given of B is passed over.
 *
 * <p>Rows of A that are given alone, by outer, semi and anti joins, depend on whether B has rows
 * with their key, before and after.
 */
public final class ArrangedJoinOperator implements Operator {
  private final JoinLayout layout;

  /** The number of the input A; B's is the other. */
  private final int own;

  private final MatchableRows ownMatchable;
  private final MatchableRows otherMatchable;
  private final Arrangement arrangement;
  private final ArrangedRows others;
  private final MatchingRows owns;
  private final @Nullable KeptRows kept;
  private final JoinOutput result;
  private final KeyProbe presence;

  /** B's changes, which wait for all of A's. */
  private final List<ChangeBatch> later = new ArrayList<>();

  private int[] alone = {};

  /**
   * @param arrangements the rows of the inputs that are said to be arranged
   */
  public ArrangedJoinOperator(
      Node.Join node,
      RowSchema left,
      RowSchema right,
      Function<Arranged, Arrangement> arrangements) {
    layout = new JoinLayout(node);
    own = node.rightArranged().isPresent() ? 0 : 1;
    Arranged other =
        (own == 0 ? node.rightArranged() : node.leftArranged())
            .orElseThrow(() -> new IllegalArgumentException("no input is arranged"));
    if (layout.tracks(1 - own) || node.condition().isPresent() || node.keys().isEmpty()) {
      throw new IllegalArgumentException("a join that must keep its rows: " + node.id());
    }
    RowSchema ownSchema = own == 0 ? left : right;
    RowSchema otherSchema = own == 0 ? right : left;
    int[] ownKey = layout.keyColumns(own);
    int[] otherKey = layout.keyColumns(1 - own);
    ownMatchable = new MatchableRows(node.keys(), ownKey);
    otherMatchable = new MatchableRows(node.keys(), otherKey);
    result = new JoinOutput(node.schema(), left.size());
    arrangement = arrangements.apply(other);
    others = new ArrangedRows(1 - own, other, arrangement::before, otherSchema, ownKey, result);
    presence = new KeyProbe(other.key());
    Optional<Arranged> same = own == 0 ? node.leftArranged() : Optional.empty();
    if (same.isPresent()) {
      Arrangement rows = arrangements.apply(same.get());
      kept = null;
      owns = new ArrangedRows(own, same.get(), rows::after, ownSchema, otherKey, result);
    } else {
      kept = new KeptRows(own, node, ownSchema, result);
      owns = kept;
    }
  }

  @Override
  public void open(OperatorContext context) {}

  @Override
  public void process(int input, ChangeBatch delta, Output output) {
    if (input != own) {
      if (!arrangement.holdsInput()) {
        boolean[] never = otherMatchable.never(delta);
        later.add(never == null ? delta.copy() : otherMatchable.without(never, delta));
      }
      return;
    }
    ChangeBatch batch = withoutNullKeys(delta, output);
    if (layout.givesPairs()) {
      others.pairs(batch, output);
    }
    if (layout.tracks(own)) {
      giveAlone(batch, output);
    }
    if (kept != null) {
      kept.add(batch);
    }
  }

  private ChangeBatch withoutNullKeys(ChangeBatch delta, Output output) {
    boolean[] never = ownMatchable.never(delta);
    if (never == null) {
      return delta;
    }
    if (layout.tracks(own) && layout.givesAlone(false)) {
      int count = ownMatchable.select(never, true, delta.size());
      result.alone(own, delta, ownMatchable.selected(), count, output);
    }
    return ownMatchable.without(never, delta);
  }

  private void giveAlone(ChangeBatch batch, Output output) {
    if (alone.length < batch.size()) {
      alone = new int[Math.max(64, batch.size())];
    }
    KeyedVersion before = arrangement.before();
    Column[] key = columns(batch, layout.keyColumns(own));
    int count = 0;
    for (int i = 0; i < batch.size(); i++) {
      if (layout.givesAlone(isPresent(before, key, i))) {
        alone[count++] = i;
      }
    }
    result.alone(own, batch, alone, count, output);
  }

  private boolean isPresent(KeyedVersion version, Column[] key, int row) {
    presence.seek(version, key, row);
    return presence.next();
  }

  private static Column[] columns(ChangeBatch batch, int[] indexes) {
    return IntStream.of(indexes).mapToObj(batch::column).toArray(Column[]::new);
  }

  @Override
  public void endEpoch(Epoch epoch, Output output) {
    if (layout.givesPairs()) {
      for (ChangeBatch batch : later) {
        owns.pairs(batch, output);
      }
    }
    if (layout.tracks(own)) {
      flip(output);
    }
    later.clear();
  }

  /** Gives, or takes back, the rows of A whose having a match the epoch has changed. */
  private void flip(Output output) {
    Set<ByteBuffer> seen = new HashSet<>();
    for (ChangeBatch batch : later) {
      Column[] key = columns(batch, layout.keyColumns(1 - own));
      for (int i = 0; i < batch.size(); i++) {
        boolean is = isPresent(arrangement.after(), key, i);
        if (seen.add(ByteBuffer.wrap(presence.key()))
            && is != isPresent(arrangement.before(), key, i)) {
          owns.alone(batch, i, layout.givesAlone(is) ? 1 : -1, output);
        }
      }
    }
    owns.endAlone(output);
  }

  @Override
  public FrozenState freeze() {
    return kept == null ? FrozenState.EMPTY : kept.freeze();
  }

  @Override
  public void restore(int keyGroup, StateReader reader) {
    if (kept != null) {
      kept.restore(reader);
    }
  }

  @Override
  public long stateRows() {
    return kept == null ? 0 : kept.size();
  }

  @Override
  public long memoryBytes() {
    return kept == null ? 0 : kept.memoryBytes();
  }

  @Override
  public void close() {}
}
