package io.leat.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {
  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s";

  /** A socket on which at most so many bytes come at once. */
  private static HttpAnswers answers(String text, int most) {
    InputStream all = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    return new HttpAnswers(
        new InputStream() {
          @Override
          public int read() throws IOException {
            return all.read();
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return all.read(target, offset, Math.min(length, most));
          }
        });
  }

  private static String next(HttpAnswers answers) throws IOException {
    return new String(answers.read(), StandardCharsets.ISO_8859_1);
  }

  private static String ok(String body) {
    return String.format(Locale.ROOT, OK, body.length(), body);
  }

  @Test
  void answersAreReadWhateverPiecesTheyComeIn() throws IOException {
    String large = "0123456789".repeat(5_000);
    for (int most : new int[] {1, 2, 3, 7, 50, 4_096, 1 << 20}) {
      HttpAnswers answers = answers(ok("one\r\n\r\n") + ok("") + ok(large) + ok("two"), most);
      assertEquals("one\r\n\r\n", next(answers));
      assertEquals("", next(answers));
      assertEquals(large, next(answers));
      assertEquals("two", next(answers));
      assertFalse(answers.isLast());
      assertThrows(EOFException.class, answers::read);
    }
  }

  @Test
  void headersAreReadInAnyLettersAndErrorsAreAnswersToo() throws IOException {
    HttpAnswers answers =
        answers(
            "HTTP/1.1 500 Internal Server Error\r\nX: y\r\ncontent-LENGTH:4\r\n"
                + "connection: Close\r\n\r\nfail",
            5);
    assertEquals("fail", next(answers));
    assertTrue(answers.isLast());
    HttpAnswers old = answers("HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx", 1);
    assertEquals("x", next(old));
    assertTrue(old.isLast());
  }

  @Test
  void whatIsNotAnAnswerIsRefusedAtOnce() {
    HttpAnswers other =
        new HttpAnswers(
            new InputStream() {
              private int at;

              @Override
              public int read() {
                if (at == 8) {
                  throw new AssertionError("waits for more of a greeting that is not HTTP");
                }
                return "SSH-2.0-".charAt(at++);
              }

              @Override
              public int read(byte[] target, int offset, int length) {
                target[offset] = (byte) read();
                return 1;
              }
            });
    assertEquals(
        "this is not an HTTP server", assertThrows(IOException.class, other::read).getMessage());
    assertEquals(
        "the server there is not a Leat server: it answered HTTP/1.1 404 Not Found",
        assertThrows(
                IOException.class,
                answers("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 9)::read)
            .getMessage());
    assertThrows(IOException.class, answers("HTTP/1.1 200 OK\r\n\r\n", 9)::read);
    for (String length : new String[] {"x", "-1", "99999999999", "2147483647"}) {
      assertThrows(
          IOException.class,
          answers("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\nabc", 9)::read);
    }
    assertEquals(
        "this is not a Leat server",
        assertThrows(
                IOException.class,
                answers("HTTP/1.1 200 OK\r\nX: " + "y".repeat(20_000), 999)::read)
            .getMessage());
  }

  @Test
  void anAnswerThatIsCutIsAnError() {
    assertThrows(EOFException.class, answers("", 9)::read);
    assertThrows(EOFException.class, answers("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n", 9)::read);
    assertThrows(
        EOFException.class, answers(ok("abc").substring(0, ok("abc").length() - 1), 9)::read);
  }
}
