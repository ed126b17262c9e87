package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A pattern of LIKE over UTF-8: pieces that stand between its {@code %}. The first piece begins and
 * the last one ends the text; those between are found from left to right.
 */
final class LikePattern {
  /** In a piece, any one code point. Such a byte is in no UTF-8 text. */
  private static final byte ANY = (byte) 0xff;

  /**
   * So many bytes and code points, the wild ones among them counted as one of each.
   *
   * @param begin the bytes before the first wild one
   */
  private record Piece(Slice bytes, Slice begin, int points, boolean wild) {

    static Piece of(byte[] bytes) {
      int points = 0;
      int begin = bytes.length;
      for (int i = bytes.length - 1; i >= 0; i--) {
        points += Utf8.isContinuation(bytes[i]) ? 0 : 1;
        begin = bytes[i] == ANY ? i : begin;
      }
      return new Piece(
          Slice.constant(bytes),
          Slice.constant(Arrays.copyOf(bytes, begin)),
          points,
          begin < bytes.length);
    }

    /** The offset behind the piece where it lies at an offset, else −1. */
    int endAt(Slice text, int offset) {
      if (!wild) {
        return Utf8.matchesAt(text, offset, bytes) ? offset + bytes.length : -1;
      }
      int at = offset;
      for (int i = 0; i < bytes.length; i++) {
        if (at >= text.length) {
          return -1;
        }
        byte wanted = bytes.bytes[i];
        if (wanted == ANY) {
          at = Utf8.offset(text, at, 1);
        } else if (text.bytes[text.start + at++] != wanted) {
          return -1;
        }
      }
      return at;
    }

    /** The offset behind the first such piece at or behind an offset, else −1. */
    int endOfFirst(Slice text, int from) {
      if (!wild) {
        int hit = Utf8.find(text, bytes, from);
        return hit < 0 ? -1 : hit + bytes.length;
      }
      int at = Utf8.find(text, begin, from);
      while (at >= 0 && at < text.length) {
        int end = endAt(text, at);
        if (end >= 0) {
          return end;
        }
        at = Utf8.find(text, begin, Utf8.offset(text, at, 1));
      }
      return -1;
    }

    /** Whether the text ends with the piece, which begins at {@code from} at least. */
    boolean isEnd(Slice text, int from) {
      int at = text.length;
      if (!wild) {
        at -= bytes.length;
        return at >= from && Utf8.matchesAt(text, at, bytes);
      }
      for (int i = 0; i < points; i++) {
        do {
          at--;
        } while (at > from && Utf8.isContinuation(text.at(at)));
        if (at < from) {
          return false;
        }
      }
      return endAt(text, at) == text.length;
    }
  }

  private final List<Piece> pieces;

  private LikePattern(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /** Reads code points; an escaped one, behind {@code escape}, stands for itself. */
  static LikePattern of(int[] pattern, int escape, boolean lowerCase) {
    List<Piece> pieces = new ArrayList<>();
    ByteArrayOutputStream piece = new ByteArrayOutputStream();
    for (int i = 0; i < pattern.length; i++) {
      int point = pattern[i];
      if (point == '%' && point != escape) {
        pieces.add(Piece.of(piece.toByteArray()));
        piece.reset();
      } else if (point == '_' && point != escape) {
        piece.write(ANY);
      } else {
        int literal = point == escape ? pattern[++i] : point;
        piece.writeBytes(
            Character.toString(lowerCase ? Character.toLowerCase(literal) : literal)
                .getBytes(StandardCharsets.UTF_8));
      }
    }
    pieces.add(Piece.of(piece.toByteArray()));
    return new LikePattern(pieces);
  }

  boolean matches(Slice text) {
    Piece first = pieces.get(0);
    int last = pieces.size() - 1;
    int at = first.endAt(text, 0);
    if (at < 0 || last == 0) {
      return at == text.length;
    }
    for (int i = 1; i < last; i++) {
      at = pieces.get(i).endOfFirst(text, at);
      if (at < 0) {
        return false;
      }
    }
    return pieces.get(last).isEnd(text, at);
  }
}
