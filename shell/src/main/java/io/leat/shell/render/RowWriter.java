package io.leat.shell.render;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one result: {@link #begin}, any number of {@link #rows}, {@link #end}. A cell is a text or
 * null; writers of formats that want objects also get numbers, truth values, bytes, and lists and
 * maps of these and of values of {@code java.time}.
 */
public interface RowWriter {

  void begin(List<Column> columns) throws IOException;

  /**
   * Writes rows at once; nothing is held back.
   *
   * @param last whether the result is known to end with these rows
   */
  void rows(List<@Nullable Object[]> rows, boolean last) throws IOException;

  /** Ends the result, also one without rows. */
  void end() throws IOException;
}
