package io.leat.jdbc;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.Deque;
import java.util.Locale;
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

  private static final int MAX_HEADER_BYTES = 16 << 10;
  private static final int HTTP_OK = 200;
  private static final int HTTP_ERROR = 500;

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
      byte[] answer = line.read();
      if (line.reusable) {
        idle.addFirst(line);
      } else {
        discard(line);
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
    private final InputStream in;
    private final OutputStream out;
    private final String head;
    private boolean reusable;

    Line(String host, int port, int connectTimeoutMillis) throws IOException {
      try {
        socket.connect(new InetSocketAddress(host, port), connectTimeoutMillis);
        socket.setTcpNoDelay(true);
        socket.setKeepAlive(true);
        in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        out = socket.getOutputStream();
      } catch (IOException e) {
        close();
        throw new Unreachable(e);
      } catch (RuntimeException e) {
        close();
        throw e;
      }
      String name = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
      head =
          "POST / HTTP/1.1\r\nHost: "
              + name
              + ":"
              + port
              + "\r\nContent-Type: application/x-google-protobuf\r\nContent-Length: ";
    }

    void write(byte[] body) throws IOException {
      byte[] header = (head + body.length + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII);
      byte[] message = new byte[header.length + body.length];
      System.arraycopy(header, 0, message, 0, header.length);
      System.arraycopy(body, 0, message, header.length, body.length);
      out.write(message);
      out.flush();
    }

    byte[] read() throws IOException {
      String status = line();
      String[] words = status.split(" ", 3);
      if (words.length < 2 || !words[0].startsWith("HTTP/1.")) {
        throw new IOException("this is not an HTTP server");
      }
      int length = -1;
      reusable = words[0].equals("HTTP/1.1");
      for (String header = line(); !header.isEmpty(); header = line()) {
        String lower = header.toLowerCase(Locale.ROOT);
        if (lower.startsWith("content-length:")) {
          length = Integer.parseInt(lower.substring("content-length:".length()).strip());
        } else if (lower.startsWith("connection:") && lower.endsWith("close")) {
          reusable = false;
        }
      }
      int code = Integer.parseInt(words[1]);
      if (length < 0 || (code != HTTP_OK && code != HTTP_ERROR)) {
        throw new IOException("the server there is not a Leat server: it answered " + status);
      }
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("the server closed the connection");
      }
      return body;
    }

    private String line() throws IOException {
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException("the server closed the connection");
        }
        if (b != '\r') {
          text.write(b);
        }
        if (text.size() > MAX_HEADER_BYTES) {
          throw new IOException("this is not a Leat server");
        }
      }
      return text.toString(StandardCharsets.ISO_8859_1);
    }

    void close() {
      try {
        socket.close();
      } catch (IOException e) {
        // Nothing was promised to this socket, so nothing is lost.
        reusable = false;
      }
    }
  }
}
