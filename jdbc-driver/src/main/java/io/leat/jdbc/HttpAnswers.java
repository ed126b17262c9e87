package io.leat.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads the HTTP answers of a socket, one after the other; bodies have a Content-Length. */
final class HttpAnswers {
  private static final int MOST_HEAD_BYTES = 16 << 10;
  private static final int HTTP_OK = 200;
  private static final int HTTP_ERROR = 500;
  private static final String VERSION = "HTTP/1.";
  private static final String CONTENT_LENGTH = "Content-Length:";
  private static final String CONNECTION = "Connection:";
  private static final String CLOSE = "close";
  private static final String END_OF_LINE = "\r\n";
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final InputStream in;
  private final byte[] received = new byte[MOST_HEAD_BYTES];

  /** The bytes from here to there have been received and not been read. */
  private int from;

  private int to;
  private boolean isLast;

  HttpAnswers(InputStream in) {
    this.in = in;
  }

  /** Whether the server closes the socket after the answer that was read last. */
  boolean isLast() {
    return isLast;
  }

  /**
   * Waits for an answer and gives its body.
   *
   * @throws IOException if the socket has ended or what is there is not a Leat server
   */
  byte[] read() throws IOException {
    String head = head();
    int statusEnd = lineEnd(head, 0);
    int length = -1;
    isLast = !head.startsWith(VERSION + "1 ");
    for (int at = statusEnd; at < head.length(); ) {
      int line = at + END_OF_LINE.length();
      at = lineEnd(head, line);
      if (isOf(CONTENT_LENGTH, head, line)) {
        length = number(head.substring(line + CONTENT_LENGTH.length(), at).strip());
      } else if (isOf(CONNECTION, head, line)) {
        isLast |= head.regionMatches(true, at - CLOSE.length(), CLOSE, 0, CLOSE.length());
      }
    }
    int code = code(head, statusEnd);
    if (length < 0 || (code != HTTP_OK && code != HTTP_ERROR)) {
      throw new IOException(
          "the server there is not a Leat server: it answered " + head.substring(0, statusEnd));
    }
    return body(length);
  }

  private static int lineEnd(String head, int from) {
    int end = head.indexOf(END_OF_LINE, from);
    return end < 0 ? head.length() : end;
  }

  /** The second word of the status line; −1 if it is no number. */
  private static int code(String head, int statusEnd) {
    int from = head.indexOf(' ') + 1;
    int end = head.indexOf(' ', from);
    return from == 0 || from > statusEnd
        ? -1
        : number(head.substring(from, end < 0 || end > statusEnd ? statusEnd : end));
  }

  /** A number that is not negative; −1 for a text that is none. */
  private static int number(String text) {
    try {
      return Integer.parseUnsignedInt(text);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  private static boolean isOf(String name, String head, int line) {
    return head.regionMatches(true, line, name, 0, name.length());
  }

  /** Status and headers. */
  private String head() throws IOException {
    System.arraycopy(received, from, received, 0, to - from);
    to -= from;
    from = 0;
    int end = -1;
    for (int searched = 0; end < 0; ) {
      end = endOfHead(searched);
      if (end < 0) {
        searched = Math.max(0, to - END_OF_HEAD.length + 1);
        receive();
      }
    }
    from = end + END_OF_HEAD.length;
    return new String(received, 0, end, StandardCharsets.ISO_8859_1);
  }

  private int endOfHead(int searched) {
    for (int i = searched; i + END_OF_HEAD.length <= to; i++) {
      if (received[i] == '\r'
          && Arrays.equals(
              received, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return i;
      }
    }
    return -1;
  }

  private void receive() throws IOException {
    int count = to < received.length ? in.read(received, to, received.length - to) : 0;
    if (count < 0) {
      throw new EOFException("the server closed the connection");
    }
    to += count;
    String start =
        new String(received, 0, Math.min(to, VERSION.length()), StandardCharsets.ISO_8859_1);
    if (!VERSION.startsWith(start)) {
      throw new IOException("this is not an HTTP server");
    }
    if (count == 0) {
      throw new IOException("this is not a Leat server");
    }
  }

  private byte[] body(int length) throws IOException {
    int here = Math.min(length, to - from);
    byte[] body = Arrays.copyOfRange(received, from, from + here);
    from += here;
    if (here < length) {
      // As it comes: memory is not taken for what a wrong head says.
      byte[] rest = in.readNBytes(length - here);
      if (rest.length < length - here) {
        throw new EOFException("the server closed the connection");
      }
      body = Arrays.copyOf(body, length);
      System.arraycopy(rest, 0, body, here, rest.length);
    }
    return body;
  }
}
