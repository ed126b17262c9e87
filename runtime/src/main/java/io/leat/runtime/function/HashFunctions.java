package io.leat.runtime.function;

import io.leat.runtime.data.Slice;
import io.leat.runtime.error.RowException;
import io.leat.runtime.error.SqlState;
import java.util.zip.CRC32;

/** Hashes in hexadecimal digits, and a checksum. */
public final class HashFunctions {
  private static final byte[] DIGITS = {
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
  };

  private HashFunctions() {}

  public static void md5(HashMemo memo, Slice text, Slice out) {
    hash(memo, "MD5", text, out);
  }

  public static void sha1(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-1", text, out);
  }

  public static void sha224(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-224", text, out);
  }

  public static void sha256(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-256", text, out);
  }

  public static void sha384(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-384", text, out);
  }

  public static void sha512(HashMemo memo, Slice text, Slice out) {
    hash(memo, "SHA-512", text, out);
  }

  public static void sha2(HashMemo memo, Slice text, int bits, Slice out) {
    switch (bits) {
      case 224 -> sha224(memo, text, out);
      case 256 -> sha256(memo, text, out);
      case 384 -> sha384(memo, text, out);
      case 512 -> sha512(memo, text, out);
      default ->
          throw new RowException(
              SqlState.INVALID_PARAMETER_VALUE, "SHA2 has 224, 256, 384 or 512 bits, not " + bits);
    }
  }

  public static long crc32(Slice text) {
    CRC32 checksum = new CRC32();
    checksum.update(text.bytes, text.start, text.length);
    return checksum.getValue();
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
