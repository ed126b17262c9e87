package io.leat.runtime.durable;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * Looks for a whole record among bytes that may begin anywhere. Each place could begin one, of a
 * length that is as good as random; so the checksum of any range is computed from those of two
 * prefixes, in a time that does not depend on the range's length.
 *
 * <p>CRCs are polynomials over GF(2) modulo {@link #POLYNOMIAL}, lowest powers in the highest bits:
 * that of {@code ab} is that of {@code a}, times x to the number of {@code b}'s bits, plus that of
 * {@code b}. See M. Adler's {@code crc32_combine} in zlib.
 */
final class RecordSearch {
  private static final int POLYNOMIAL = 0x82F63B78;

  /** x to the 0. */
  private static final int ONE = 1 << 31;

  /** x to the 8. */
  private static final int BYTE = 1 << 23;

  /** {@code POWERS[i][n]}: x to the number of bits of {@code n << 8 * i} bytes. */
  private static final int[][] POWERS = powers();

  /** What a byte does to the checksum before it. */
  private static final int[] STEPS = steps();

  /** At most so many checksums are kept. */
  private static final int LARGEST_INDEX = 1 << 22;

  private final ByteBuffer bytes;

  /** Log2 of the distance of prefixes whose checksums are kept. */
  private final int shift;

  private final int[] checksums;

  /**
   * @param bytes from 0 to its limit
   */
  RecordSearch(ByteBuffer bytes) {
    this.bytes = bytes;
    int size = bytes.limit();
    int distance = 4;
    while (size >> distance > LARGEST_INDEX) {
      distance++;
    }
    shift = distance;
    checksums = new int[(size >> shift) + 1];
    CRC32C checksum = new CRC32C();
    ByteBuffer rest = bytes.duplicate();
    for (int i = 1; i < checksums.length; i++) {
      rest.limit(i << shift).position((i - 1) << shift);
      checksum.update(rest);
      checksums[i] = (int) checksum.getValue();
    }
  }

  /** Where the first whole record begins; -1 if there is none. */
  int first() {
    if (bytes.limit() <= RecordFile.RECORD_HEADER_BYTES) {
      return -1;
    }
    int before = checksum(RecordFile.RECORD_HEADER_BYTES);
    for (int at = 0; at + RecordFile.RECORD_HEADER_BYTES < bytes.limit(); at++) {
      int from = at + RecordFile.RECORD_HEADER_BYTES;
      int length = bytes.getInt(at);
      if (length > 0
          && length <= bytes.limit() - from
          && checksum(length, before, from) == bytes.getInt(at + Integer.BYTES)) {
        return at;
      }
      before = step(before, bytes.get(from));
    }
    return -1;
  }

  /**
   * The checksum of a record.
   *
   * @param length of its payload
   * @param before that of all bytes before the payload
   * @param from where the payload begins
   */
  private int checksum(int length, int before, int from) {
    int ofLength = 0;
    for (int place = Integer.SIZE - Byte.SIZE; place >= 0; place -= Byte.SIZE) {
      ofLength = step(ofLength, (byte) (length >>> place));
    }
    return times(power(length), ofLength ^ before) ^ checksum(from + length);
  }

  /** That of so many bytes from the beginning. */
  private int checksum(int end) {
    int checksum = checksums[end >> shift];
    for (int i = (end >> shift) << shift; i < end; i++) {
      checksum = step(checksum, bytes.get(i));
    }
    return checksum;
  }

  private static int step(int checksum, byte next) {
    return ~((~checksum >>> Byte.SIZE) ^ STEPS[(~checksum ^ next) & 0xFF]);
  }

  /** x to the number of bits of so many bytes. */
  private static int power(int length) {
    int power = POWERS[0][length & 0xFF];
    for (int i = 1; i < Integer.BYTES && length >>> (Byte.SIZE * i) != 0; i++) {
      power = times(power, POWERS[i][(length >>> (Byte.SIZE * i)) & 0xFF]);
    }
    return power;
  }

  private static int times(int a, int b) {
    int product = 0;
    int shifted = b;
    for (int rest = a; rest != 0; rest <<= 1) {
      product ^= shifted & (rest >> (Integer.SIZE - 1));
      shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
    }
    return product;
  }

  private static int[][] powers() {
    int[][] powers = new int[Integer.BYTES][1 << Byte.SIZE];
    int factor = BYTE;
    for (int[] row : powers) {
      row[0] = ONE;
      for (int n = 1; n < row.length; n++) {
        row[n] = times(row[n - 1], factor);
      }
      factor = times(row[row.length - 1], factor);
    }
    return powers;
  }

  private static int[] steps() {
    int[] steps = new int[1 << Byte.SIZE];
    for (int n = 0; n < steps.length; n++) {
      steps[n] = times(BYTE, n);
    }
    return steps;
  }
}
