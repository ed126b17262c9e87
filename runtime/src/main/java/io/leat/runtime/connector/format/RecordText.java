package io.leat.runtime.connector.format;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Broken records as they are shown with their error. */
public final class RecordText {
  private static final int SHOWN_BYTES = 2_000;

  private RecordText() {}

  /** The text without its line's end; bytes that are not UTF-8 in hexadecimal; cut if it is long. */
  public static String of(byte[] bytes, int from, int to) {
    int end = to;
    while (end > from && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r')) {
      end--;
    }
    int length = Math.min(end - from, SHOWN_BYTES);
    int shown = length;
    while (shown < end - from && shown > 0 && (bytes[from + shown] & 0xc0) == 0x80) {
      shown--;
    }
    String rest = end - from > shown ? "… (" + (end - from) + " bytes)" : "";
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, from, shown);
      return StandardCharsets.UTF_8.newDecoder().decode(text) + rest;
    } catch (CharacterCodingException e) {
      return "x'" + HexFormat.of().formatHex(bytes, from, from + length) + "'" + rest;
    }
  }
}
