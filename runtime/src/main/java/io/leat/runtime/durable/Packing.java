package io.leat.runtime.durable;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several records as one, which may be compressed: the kind, how it is compressed, the length of
 * what is inside, and that: each record behind its length. For one thread.
 */
final class Packing {
  /** The first byte of what holds several records. */
  static final byte KIND = 16;

  /** Records are collected until they have so many bytes. */
  private static final int BYTES = 256 << 10;

  private static final int HEADER_BYTES = 2 + Integer.BYTES;
  private static final int LEVEL = 1;

  private final Compression compression;
  private final RecordFile target;
  private byte[] raw = new byte[BYTES + (32 << 10)];
  private byte[] packed = {};
  private int length;
  private long records;

  Packing(RecordFile target, Compression compression) {
    this.target = target;
    this.compression = compression;
  }

  void add(ByteBuffer record) throws IOException {
    int size = record.remaining();
    int needed = Math.addExact(length + Integer.BYTES, size);
    if (needed > raw.length) {
      raw = Arrays.copyOf(raw, needed);
    }
    ByteBuffer.wrap(raw).putInt(length, size);
    record.get(raw, length + Integer.BYTES, size);
    length = needed;
    if (length >= BYTES) {
      end();
    }
  }

  /** Writes what has been collected. */
  void end() throws IOException {
    if (length == 0) {
      return;
    }
    int most = compression == Compression.ZSTD ? (int) Zstd.compressBound(length) : length;
    if (packed.length < HEADER_BYTES + most) {
      packed = new byte[HEADER_BYTES + most];
    }
    int size = length;
    if (compression == Compression.ZSTD) {
      size = (int) Zstd.compressByteArray(packed, HEADER_BYTES, most, raw, 0, length, LEVEL, false);
    } else {
      System.arraycopy(raw, 0, packed, HEADER_BYTES, length);
    }
    ByteBuffer.wrap(packed).put(KIND).put(compression.code).putInt(length);
    target.append(ByteBuffer.wrap(packed, 0, HEADER_BYTES + size));
    records++;
    length = 0;
  }

  /** How many records have been written for those that were added. */
  long records() {
    return records;
  }

  /**
   * The records of one that begins with {@link #KIND}, in order.
   *
   * @throws IllegalArgumentException if it was written in a way that this version does not know
   */
  static List<ByteBuffer> unpack(ByteBuffer bytes) {
    bytes.get();
    int method = bytes.get();
    int rawLength = bytes.getInt();
    ByteBuffer inside = bytes;
    if (method == Compression.ZSTD.code) {
      byte[] source = new byte[bytes.remaining()];
      bytes.get(source);
      try {
        inside = ByteBuffer.wrap(Zstd.decompress(source, rawLength));
      } catch (ZstdException e) {
        throw new IllegalArgumentException("records that cannot be unpacked", e);
      }
    } else if (method != Compression.NONE.code) {
      throw new IllegalArgumentException("records compressed by an unknown method " + method);
    }
    List<ByteBuffer> records = new ArrayList<>();
    while (inside.hasRemaining()) {
      int size = inside.getInt();
      records.add(inside.slice(inside.position(), size));
      inside.position(inside.position() + size);
    }
    return records;
  }
}
