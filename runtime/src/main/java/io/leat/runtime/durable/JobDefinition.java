package io.leat.runtime.durable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What makes a job again.
 *
 * @param catalog of the session that has made it
 * @param settings of that session
 * @param startedMillis when it was first started, since 1970
 * @param error why it has failed; empty if it has not
 */
public record JobDefinition(
    String sql,
    String name,
    String catalog,
    String database,
    Map<String, String> settings,
    long startedMillis,
    State state,
    String error) {
  private static final int VERSION = 1;

  /** What a job was told, or has come to. */
  public enum State {
    RUNNING,
    STOPPED,
    FAILED
  }

  public JobDefinition {
    settings = Map.copyOf(settings);
  }

  /** The same in another state. */
  public JobDefinition in(State newState, String newError) {
    return new JobDefinition(
        sql, name, catalog, database, settings, startedMillis, newState, newError);
  }

  ByteBuffer toBytes() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      write(out, sql);
      write(out, name);
      write(out, catalog);
      write(out, database);
      out.writeInt(settings.size());
      for (Map.Entry<String, String> setting : settings.entrySet()) {
        write(out, setting.getKey());
        write(out, setting.getValue());
      }
      out.writeLong(startedMillis);
      write(out, state.name());
      write(out, error);
    }
    return ByteBuffer.wrap(bytes.toByteArray());
  }

  private static void write(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), java.nio.charset.StandardCharsets.UTF_8);
  }

  /**
   * Reads what {@link #toBytes} has written.
   *
   * @throws IllegalArgumentException if another version has
   */
  static JobDefinition of(ByteBuffer payload) throws IOException {
    byte[] bytes = new byte[payload.remaining()];
    payload.get(bytes);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readInt();
      if (version != VERSION) {
        throw new IllegalArgumentException("a job of version " + version);
      }
      String sql = text(in);
      String name = text(in);
      String catalog = text(in);
      String database = text(in);
      Map<String, String> settings = new LinkedHashMap<>();
      for (int i = in.readInt(); i > 0; i--) {
        settings.put(text(in), text(in));
      }
      return new JobDefinition(
          sql, name, catalog, database, settings, in.readLong(), State.valueOf(text(in)), text(in));
    }
  }
}
