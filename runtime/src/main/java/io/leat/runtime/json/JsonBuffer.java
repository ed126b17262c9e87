package io.leat.runtime.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes that grow at their end, with what JSON needs to be written. */
public final class JsonBuffer {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int FIRST_PRINTABLE = 0x20;

  private byte[] bytes = new byte[256];
  private int size;

  public void clear() {
    size = 0;
  }

  /** The bytes written, from 0 to {@link #size()}; the array changes with the next write. */
  public byte[] bytes() {
    return bytes;
  }

  public int size() {
    return size;
  }

  public byte[] toBytes() {
    return Arrays.copyOf(bytes, size);
  }

  /** One character of ASCII. */
  public void put(char character) {
    reserve(1);
    bytes[size++] = (byte) character;
  }

  public void put(byte[] source, int from, int to) {
    reserve(to - from);
    System.arraycopy(source, from, bytes, size, to - from);
    size += to - from;
  }

  public void ascii(String text) {
    reserve(text.length());
    for (int i = 0; i < text.length(); i++) {
      bytes[size++] = (byte) text.charAt(i);
    }
  }

  public void string(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    string(utf8, 0, utf8.length);
  }

  /** Text in quotes, with what JSON does not allow in it escaped. */
  public void string(byte[] source, int from, int to) {
    put('"');
    int start = from;
    for (int i = from; i < to; i++) {
      byte value = source[i];
      boolean control = value >= 0 && value < FIRST_PRINTABLE;
      if (control || value == '"' || value == '\\') {
        put(source, start, i);
        start = i + 1;
        put('\\');
        if (control) {
          control(value);
        } else {
          put((char) value);
        }
      }
    }
    put(source, start, to);
    put('"');
  }

  private void control(byte value) {
    switch (value) {
      case '\b' -> put('b');
      case '\f' -> put('f');
      case '\n' -> put('n');
      case '\r' -> put('r');
      case '\t' -> put('t');
      default -> {
        ascii("u00");
        put((char) HEX[value >> 4]);
        put((char) HEX[value & 0xf]);
      }
    }
  }

  private void reserve(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
    }
  }
}
