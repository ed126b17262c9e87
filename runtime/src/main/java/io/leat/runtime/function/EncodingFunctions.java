package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Between text and bytes: character sets, Base64, the validity of UTF-8. */
public final class EncodingFunctions {
  private static final int MAX_QUOTED = 40;

  private EncodingFunctions() {}

  public static void toBase64(Slice bytes, Slice out) {
    Utf8.write(Base64.getEncoder().encode(bytes.toBytes()), out);
  }

  /** The decoded bytes must be UTF-8. */
  public static void fromBase64(Slice text, Slice out) {
    try {
      Utf8.write(Base64.getDecoder().decode(text.toBytes()), out);
    } catch (IllegalArgumentException e) {
      throw new RowException(
          SqlState.INVALID_PARAMETER_VALUE, "'" + quoted(text) + "' is no Base64 text");
    }
    if (!isValidUtf8(out)) {
      throw new RowException(
          SqlState.CHARACTER_NOT_IN_REPERTOIRE,
          "what the Base64 text '" + quoted(text) + "' stands for is no UTF-8 text");
    }
  }

  /** Text as the bytes of a character set. */
  public static void encodeText(CharsetMemo memo, Slice text, Slice name, Slice out) {
    Charset charset = memo.charset(name);
    if (charset.equals(StandardCharsets.UTF_8)) {
      out.set(text, 0, text.length);
      return;
    }
    try {
      ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text.toString()));
      int length = bytes.remaining();
      byte[] to = out.reserve(Utf8.checkedSize(length));
      bytes.get(to, out.start, length);
      out.length = length;
    } catch (CharacterCodingException e) {
      throw new RowException(
          SqlState.UNTRANSLATABLE_CHARACTER,
          "'" + quoted(text) + "' has a character that is not in " + charset.name());
    }
  }

  /** The bytes of a character set as text. */
  public static void decodeBytes(CharsetMemo memo, Slice bytes, Slice name, Slice out) {
    Charset charset = memo.charset(name);
    if (charset.equals(StandardCharsets.UTF_8) && isValidUtf8(bytes)) {
      out.set(bytes, 0, bytes.length);
      return;
    }
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes.bytes, bytes.start, bytes.length);
      Utf8.write(charset.newDecoder().decode(buffer).toString(), out);
    } catch (CharacterCodingException e) {
      throw new RowException(
          SqlState.CHARACTER_NOT_IN_REPERTOIRE,
          "the bytes are no text in " + charset.name() + "; MAKE_VALID_UTF8 takes any bytes");
    }
  }

  private static String quoted(Slice text) {
    String string = text.toString();
    return string.length() <= MAX_QUOTED
        ? string
        : string.substring(0, string.offsetByCodePoints(0, MAX_QUOTED / 2)) + "…";
  }

  public static boolean isValidUtf8(Slice bytes) {
    int i = 0;
    while (i < bytes.length) {
      int size = sequence(bytes, i);
      if (size == 0) {
        return false;
      }
      i += size;
    }
    return true;
  }

  /** How many bytes the code point at an offset has; 0 if there is none (Unicode, table 3-7). */
  private static int sequence(Slice bytes, int at) {
    int first = bytes.at(at);
    if (first < 0x80) {
      return 1;
    }
    int size = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0;
    if (size == 0 || at + size > bytes.length) {
      return 0;
    }
    int second = bytes.at(at + 1);
    int least = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int most = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if (!Utf8.isContinuation(bytes.at(at + i))) {
        return 0;
      }
    }
    return size;
  }

  /** U+FFFD stands for what is no UTF-8. */
  public static void makeValidUtf8(Slice bytes, Slice out) {
    if (isValidUtf8(bytes)) {
      out.set(bytes, 0, bytes.length);
    } else {
      Utf8.write(bytes.toString(), out);
    }
  }
}
