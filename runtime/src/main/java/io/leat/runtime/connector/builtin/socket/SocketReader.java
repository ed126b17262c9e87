package io.leat.runtime.connector.builtin.socket;

import io.leat.runtime.connector.ReaderContext;
import io.leat.runtime.connector.SourceReader;
import io.leat.runtime.connector.Split;
import io.leat.runtime.connector.format.RecordDecoder;
import io.leat.runtime.connector.format.RecordText;
import io.leat.runtime.data.Column;
import io.leat.runtime.error.LeatException;
import io.leat.runtime.error.SqlState;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks a connection for bytes every few milliseconds; never waits for them. */
final class SocketReader implements SourceReader, RecordDecoder.BadRecords {
  private static final long POLL_NANOS = 5_000_000;
  private static final int BUFFER = 64 << 10;
  private static final int MOST_RECORD = 64 << 20;

  private final InetSocketAddress address;
  private final RecordDecoder decoder;
  private final ReaderContext context;
  private final List<Split> splits = new ArrayList<>();
  private @Nullable SocketChannel channel;
  private byte[] bytes = new byte[BUFFER];
  private int from;
  private int to;
  private long received;
  private boolean begun;
  private boolean ended;
  private boolean quiet;
  private long nextPoll;

  SocketReader(InetSocketAddress address, RecordDecoder decoder, ReaderContext context) {
    this.address = address;
    this.decoder = decoder;
    this.context = context;
  }

  @Override
  public void assign(List<Split> newSplits) {
    splits.addAll(newSplits);
    try {
      SocketChannel opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      if (address.isUnresolved()) {
        throw new IOException("the host is not known");
      }
      opened.connect(address);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private LeatException failed(IOException e) {
    return new LeatException(
        SqlState.CONNECTION_FAILURE,
        "cannot read from " + address.getHostString() + ":" + address.getPort() + ": "
            + e.getMessage(),
        null,
        null,
        e);
  }

  @Override
  public int read(Column[] columns, int maxRows) {
    quiet = false;
    receive();
    if (!begun && (to > from || ended)) {
      int first = decoder.begin(bytes, from, to, ended);
      begun = first >= 0;
      from = begun ? first : from;
    }
    if (!begun) {
      quiet();
      return 0;
    }
    int end = decoder.decode(bytes, from, to, ended, columns, maxRows, this);
    boolean progress = end > from;
    from = end;
    if (!progress) {
      quiet();
    }
    return decoder.rows();
  }

  private void quiet() {
    quiet = true;
    nextPoll = context.clock().nanoTime() + POLL_NANOS;
  }

  private void receive() {
    SocketChannel open = channel;
    if (open == null || ended) {
      return;
    }
    System.arraycopy(bytes, from, bytes, 0, to - from);
    to -= from;
    from = 0;
    if (to + RecordDecoder.SPARE >= bytes.length) {
      if (bytes.length > MOST_RECORD) {
        throw new LeatException(
            SqlState.PROGRAM_LIMIT_EXCEEDED, "a record from a socket is longer than 64 MB");
      }
      bytes = Arrays.copyOf(bytes, bytes.length * 2);
    }
    try {
      if (open.isConnected() || open.finishConnect()) {
        int room = bytes.length - RecordDecoder.SPARE - to;
        int read = open.read(ByteBuffer.wrap(bytes, to, room));
        ended = read < 0;
        to += Math.max(0, read);
        received += Math.max(0, read);
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  @Override
  public void failed(int recordFrom, int recordTo, String sqlState, String message) {
    long place = received - to + recordFrom;
    context.recordFailed(
        sqlState,
        address.getHostString() + ":" + address.getPort() + ", byte " + place + ": " + message,
        RecordText.of(bytes, recordFrom, recordTo));
  }

  @Override
  public void ignored() {
    context.recordIgnored();
  }

  @Override
  public long nextReadNanos() {
    return finished() ? Long.MAX_VALUE : quiet ? nextPoll : 0;
  }

  @Override
  public boolean finished() {
    return channel == null || (ended && begun && from == to);
  }

  @Override
  public List<Split> offsets() {
    return List.copyOf(splits);
  }

  @Override
  public void close() {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        throw failed(e);
      }
    }
  }
}
