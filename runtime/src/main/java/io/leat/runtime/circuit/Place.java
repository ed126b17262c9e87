package io.leat.runtime.circuit;

import io.leat.runtime.error.Position;
import org.jspecify.annotations.Nullable;

/**
 * Where an expression stands in the statement's text, for errors. All places are equal: expressions
 * that differ by their places only are the same expression.
 */
public final class Place {
  /** Of what no text of the statement stands for. */
  public static final Place UNKNOWN = new Place(null);

  private final @Nullable Position position;

  private Place(@Nullable Position position) {
    this.position = position;
  }

  public static Place of(@Nullable Position position) {
    return position == null ? UNKNOWN : new Place(position);
  }

  /** Null if it is not known. */
  public @Nullable Position position() {
    return position;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Place;
  }

  @Override
  public int hashCode() {
    return 0;
  }

  @Override
  public String toString() {
    return "";
  }
}
