package io.leat.runtime.codegen;

import io.leat.runtime.data.ChangeBatch;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.EventTime;
import io.leat.runtime.function.user.UserClasses;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The superclass of generated calc loops. Per batch: {@link #bind}, then {@link #filter} if there
 * is a condition, then {@link #project} for each computed projection. When a row fails, {@code
 * RowException} is thrown and {@link #failedAt} tells which; the call can be continued behind it.
 */
public abstract class CompiledCalc implements AutoCloseable {
  protected final ZoneId zone;

  /** The epoch's time in microseconds since 1970-01-01 UTC. */
  protected long now;

  /** How far event time has come, see {@code EventTime}. */
  protected long bound = EventTime.NONE;

  /** The position, in rows or in the selection, at which the last call failed. */
  protected int failedAt;

  /** How many rows the filter had selected when it failed. */
  protected int selected;

  /** The objects of users' classes that it calls. */
  private List<Object> users = List.of();

  protected CompiledCalc(ZoneId zone) {
    this.zone = zone;
  }

  @Override
  public final void close() {
    users.forEach(UserClasses::close);
    users = List.of();
  }

  /** Takes the input's columns and the columns to fill; null where a projection is not computed. */
  public abstract void bind(ChangeBatch input, @Nullable Column[] outputs);

  /**
   * Writes the indexes of rows {@code from .. size} for which the condition is true to {@code
   * rows}, behind those already there.
   *
   * @param already how many are already there
   * @return how many are there in the end
   */
  public abstract int filter(int[] rows, int from, int size, int already);

  /**
   * Computes a projection of selected rows {@code rows[from .. count)}; of rows {@code from ..
   * count} when the class was generated without a condition.
   */
  public abstract void project(int projection, int[] rows, int from, int count);

  /** A new object of a user's class, ready for calls; it is closed with this. */
  protected final Object opened(Object object) {
    Object ready = UserClasses.opened(object);
    if (users.isEmpty()) {
      users = new ArrayList<>();
    }
    users.add(ready);
    return ready;
  }

  public final void setNow(long micros) {
    now = micros;
  }

  public final void setBound(long micros) {
    bound = micros;
  }

  public final int failedAt() {
    return failedAt;
  }

  public final int selected() {
    return selected;
  }
}
