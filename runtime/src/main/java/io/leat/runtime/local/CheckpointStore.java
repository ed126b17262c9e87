package io.leat.runtime.local;

import java.util.List;
import java.util.Map;

/** Keeps the checkpoints of a run. */
public interface CheckpointStore {

  /** Of the run among all that are kept anywhere, the same at each of its starts. */
  String name();

  /**
   * All input has been worked through. When this returns, the end of the run is durable; then the
   * sinks commit.
   *
   * @param persist makes durable what the tokens stand for
   * @param tokens by the id of the sink's node, all that have not been committed
   */
  void finished(Runnable persist, Map<String, List<byte[]>> tokens);
}
