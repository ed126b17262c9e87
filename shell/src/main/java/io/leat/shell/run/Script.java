package io.leat.shell.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * SQL text from somewhere.
 *
 * @param name how messages call it
 * @param folder what the names of files in it are relative to; null for the current one
 */
public record Script(String name, @Nullable Path folder, Reader reader) {

  /** Text from the command line. */
  public static Script ofText(String name, String sql) {
    return new Script(name, null, new StringReader(sql));
  }

  /** A stream that is read as its text is needed. */
  public static Script ofStream(String name, InputStream stream) {
    return new Script(
        name,
        null,
        new InputStreamReader(
            stream,
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  /**
   * A file, read as a whole.
   *
   * @throws UnreadableException if it is missing, not readable or not UTF-8
   */
  public static Script ofFile(String name, @Nullable Path folder) throws UnreadableException {
    Path path = folder == null ? Path.of(name) : folder.resolve(name);
    byte[] bytes;
    try {
      if (Files.isDirectory(path)) {
        throw new UnreadableException(name + " is a folder, not a script");
      }
      bytes = Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new UnreadableException("there is no file " + name);
    } catch (IOException e) {
      throw new UnreadableException("cannot read " + name + ": " + e.getMessage());
    }
    return new Script(
        name, path.toAbsolutePath().getParent(), new StringReader(decode(name, bytes)));
  }

  private static String decode(String name, byte[] bytes) throws UnreadableException {
    CharBuffer text = CharBuffer.allocate(bytes.length);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CoderResult result =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(input, text, true);
    text.flip();
    String decoded = text.toString();
    if (result.isError()) {
      int line = 1 + (int) decoded.chars().filter(c -> c == '\n').count();
      int column = decoded.length() - decoded.lastIndexOf('\n');
      String code = String.format("0x%02X", bytes[input.position()]);
      throw new UnreadableException(
          SqlErrorText.at(name, line, column, "byte " + code + " is not UTF-8"));
    }
    return decoded.startsWith("\ufeff") ? decoded.substring(1) : decoded;
  }

  /** A script that cannot be read; the message says why. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }

    public String message() {
      return String.valueOf(getMessage());
    }
  }
}
