package io.leat.runtime.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes valid JSON text in one form: without blanks, no more escaped than it must be, the members
 * of objects by key (in the order of its bytes, which is that of code points), of equal keys the
 * last. With canonical numbers, equal values have equal bytes.
 */
public final class JsonWriter {
  private final boolean canonicalNumbers;
  private final JsonBuffer out;
  private byte @Nullable [] duplicateKey;

  public JsonWriter(JsonBuffer out, boolean canonicalNumbers) {
    this.out = out;
    this.canonicalNumbers = canonicalNumbers;
  }

  private static final class Member {
    final byte[] key;
    final int value;

    Member(byte[] key, int value) {
      this.key = key;
      this.value = value;
    }
  }

  /** A key that occurred twice in one object since the last call, or null. */
  public byte @Nullable [] takeDuplicateKey() {
    byte[] key = duplicateKey;
    duplicateKey = null;
    return key;
  }

  /** Writes the value that begins at {@code at}; gives the offset after it. */
  public int value(byte[] text, int at, int end) {
    switch (text[at]) {
      case '{' -> {
        return object(text, at, end);
      }
      case '[' -> {
        return array(text, at, end);
      }
      case '"' -> {
        int after = JsonScanner.string(text, at, end);
        if (JsonStrings.hasEscape(text, at, after)) {
          byte[] plain = JsonStrings.plain(text, at + 1, after - 1);
          out.string(plain, 0, plain.length);
        } else {
          out.put(text, at, after);
        }
        return after;
      }
      default -> {
        int after = JsonScanner.value(text, at, end, 0);
        var number =
            canonicalNumbers && isNumber(text[at]) ? JsonNumbers.value(text, at, after) : null;
        if (number != null) {
          out.ascii(JsonNumbers.canonical(number));
        } else {
          out.put(text, at, after);
        }
        return after;
      }
    }
  }

  private static boolean isNumber(byte first) {
    return first == '-' || (first >= '0' && first <= '9');
  }

  private int array(byte[] text, int at, int end) {
    out.put('[');
    int i = JsonScanner.blanks(text, at + 1, end);
    while (text[i] != ']') {
      i = JsonScanner.blanks(text, value(text, i, end), end);
      if (text[i] == ',') {
        out.put(',');
        i = JsonScanner.blanks(text, i + 1, end);
      }
    }
    out.put(']');
    return i + 1;
  }

  private int object(byte[] text, int at, int end) {
    List<Member> members = new ArrayList<>();
    boolean ascending = true;
    int i = JsonScanner.blanks(text, at + 1, end);
    while (text[i] != '}') {
      int keyEnd = JsonScanner.string(text, i, end);
      int value = JsonScanner.memberValue(text, keyEnd, end);
      Member member = new Member(JsonStrings.plain(text, i + 1, keyEnd - 1), value);
      ascending &=
          members.isEmpty()
              || Arrays.compareUnsigned(members.get(members.size() - 1).key, member.key) < 0;
      members.add(member);
      i = JsonScanner.blanks(text, JsonScanner.value(text, value, end, 0), end);
      if (text[i] == ',') {
        i = JsonScanner.blanks(text, i + 1, end);
      }
    }
    if (!ascending) {
      // Stable: of equal keys the last stays last.
      members.sort((a, b) -> Arrays.compareUnsigned(a.key, b.key));
    }
    out.put('{');
    boolean first = true;
    for (int m = 0; m < members.size(); m++) {
      Member member = members.get(m);
      if (m + 1 < members.size() && Arrays.equals(member.key, members.get(m + 1).key)) {
        duplicateKey = member.key;
        continue;
      }
      if (!first) {
        out.put(',');
      }
      first = false;
      out.string(member.key, 0, member.key.length);
      out.put(':');
      value(text, member.value, end);
    }
    out.put('}');
    return i + 1;
  }
}
