package io.leat.runtime.function;

import io.leat.runtime.data.Slice;

/** Hashes in hexadecimal digits. */
public final class HashFunctions {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private HashFunctions() {}

  public static void md5(HashMemo memo, Slice text, Slice out) {
    hash(memo, "MD5", text, out);
  }

  public static void sha256(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-256", text, out);
  }

  private static void hash(HashMemo memo, String algorithm, Slice text, Slice out) {
    var digest = memo.digest(algorithm);
    digest.update(text.bytes, text.start, text.length);
    byte[] hash = digest.digest();
    byte[] to = out.reserve(hash.length * 2);
    int at = out.start;
    for (byte b : hash) {
      to[at++] = DIGITS[b >> 4 & 15];
      to[at++] = DIGITS[b & 15];
    }
    out.length = hash.length * 2;
  }
}
