package io.leat.jdbc;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * HTTP/1.1 over plain sockets, kept alive: one socket per request in flight, so any number of
 * fetches may wait at once. No thread of its own and little to load, since the first row should
 * come soon after the start of the program.
 */
final class HttpTransport implements Transport {
  /** A fetch is answered at least this often, even if there are no rows. */
  private static final int FETCH_TIMEOUT_MILLIS = 180_000;

  private final String host;
  private final int port;
  private final int connectTimeoutMillis;
  private final Deque<Line> idle = new ConcurrentLinkedDeque<>();
  private final Set<Line> lines = ConcurrentHashMap.newKeySet();
  private volatile int timeoutMillis;
  private volatile boolean closed;

  HttpTransport(String host, int port, int connectTimeoutMillis) {
    this.host = host;
    this.port = port;
    this.connectTimeoutMillis = connectTimeoutMillis;
  }

  @Override
  public byte[] send(byte[] request, boolean repeatable) throws IOException {
    Line line = idle.pollFirst();
    if (line != null) {
      try {
        return exchange(line, request, repeatable);
      } catch (IOException e) {
        if (!repeatable || closed) {
          throw e;
        }
      }
    }
    return exchange(open(), request, repeatable);
  }

  private Line open() throws IOException {
    Line line = new Line(host, port, connectTimeoutMillis);
    lines.add(line);
    if (closed) {
      discard(line);
      throw new SocketException("the connection is closed");
    }
    return line;
  }

  private byte[] exchange(Line line, byte[] request, boolean repeatable) throws IOException {
    try {
      line.socket.setSoTimeout(repeatable ? FETCH_TIMEOUT_MILLIS : timeoutMillis);
      line.write(request);
      byte[] answer = line.answers.read();
      if (line.answers.isLast()) {
        discard(line);
      } else {
        idle.addFirst(line);
      }
      return answer;
    } catch (IOException e) {
      discard(line);
      throw e;
    }
  }

  private void discard(Line line) {
    lines.remove(line);
    line.close();
  }

  @Override
  public void setTimeoutMillis(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public String place() {
    return host + ":" + port;
  }

  @Override
  public void close() {
    closed = true;
    for (Line line : lines) {
      discard(line);
    }
    idle.clear();
  }

  /** One socket. */
  private static final class Line {
    private final Socket socket = new Socket();
    private final HttpAnswers answers;
    private final OutputStream out;
    private final byte[] head;

    Line(String host, int port, int connectTimeoutMillis) throws IOException {
      try {
        socket.connect(new InetSocketAddress(host, port), connectTimeoutMillis);
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        answers = new HttpAnswers(socket.getInputStream());
        out = socket.getOutputStream();
      } catch (IOException e) {
        close();
        throw new Unreachable(e);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
      String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      String lines =
          "POST / HTTP/1.1\r\nHost: "
              + name
              + ":"
              + port
              + "\r\nContent-Type: application/x-google-protobuf\r\nContent-Length: ";
      head = lines.getBytes(StandardCharsets.US_ASCII);
    }

    void write(byte[] body) throws IOException {
      byte[] length = (body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] message = Arrays.copyOf(head, head.length + length.length + body.length);
      System.arraycopy(length, 0, message, head.length, length.length);
      System.arraycopy(body, 0, message, head.length + length.length, body.length);
      out.write(message);
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing was promised to this socket, so nothing is lost.
        return;
      }
    }
  }
}
