package io.leat.runtime.durable;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Records are found wherever they begin, and nothing else is taken for one. */
class RecordSearchTest {
  /** Looks at every place, and at every byte of each record that might begin there. */
  private static int slowly(ByteBuffer bytes) {
    for (int at = 0; at + RecordFile.RECORD_HEADER_BYTES < bytes.limit(); at++) {
      int from = at + RecordFile.RECORD_HEADER_BYTES;
      int length = bytes.getInt(at);
      if (length > 0
          && length <= bytes.limit() - from
          && RecordFile.checksum(bytes.slice(from, length)) == bytes.getInt(at + Integer.BYTES)) {
        return at;
      }
    }
    return -1;
  }

  /** Small numbers, as lengths are, and anything. */
  private static byte[] bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    for (int i = 0; i < size; i++) {
      bytes[i] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
    }
    return bytes;
  }

  private static byte[] record(byte[] payload) {
    ByteBuffer record = ByteBuffer.allocate(RecordFile.RECORD_HEADER_BYTES + payload.length);
    record.putInt(payload.length).putInt(RecordFile.checksum(ByteBuffer.wrap(payload)));
    return record.put(payload).array();
  }

  @Property(tries = 300)
  void findsWhatAReaderOfEveryByteFinds(@ForAll long seed) {
    Random random = new Random(seed);
    byte[] before = bytes(random, random.nextInt(300));
    byte[] record = record(bytes(random, 1 + random.nextInt(300)));
    byte[] after = bytes(random, random.nextInt(300));
    ByteBuffer all = ByteBuffer.allocate(before.length + record.length + after.length);
    all.put(before).put(record).put(after).flip();
    assertEquals(before.length, slowly(all), "the record itself");
    assertEquals(before.length, new RecordSearch(all).first());
    all.put(before.length + random.nextInt(record.length), (byte) random.nextInt());
    assertEquals(slowly(all), new RecordSearch(all).first());
  }

  @Test
  void longRecordsBehindManyThatMightBeOnes() {
    // Every fourth place begins with a length of about a megabyte: to read each would take hours.
    int size = 4 << 20;
    byte[] payload = new byte[size];
    for (int i = 1; i < size; i += 4) {
      payload[i] = 0x10;
      payload[i + 1] = (byte) (i >> 5);
    }
    ByteBuffer all = ByteBuffer.allocate(size + 3 + RecordFile.RECORD_HEADER_BYTES + 5);
    all.put(payload).put(new byte[3]).put(record(new byte[] {1, 2, 3, 4, 5})).flip();
    assertEquals(size + 3, new RecordSearch(all).first());
    all.put(all.limit() - 1, (byte) 6);
    assertEquals(-1, new RecordSearch(all).first());
  }
}
