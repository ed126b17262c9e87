package io.leat.runtime.function;

import java.util.List;
import java.util.Locale;

/** Hashes. */
final class HashEntries {
  private HashEntries() {}

  static List<FunctionEntry> all() {
    return List.of(
        hash("MD5", "MD5"),
        hash("SHA1", "SHA-1"),
        hash("SHA224", "SHA-224"),
        hash("SHA256", "SHA-256"),
        hash("SHA384", "SHA-384"),
        hash("SHA512", "SHA-512"),
        FunctionEntry.of("hash", "SHA2(STRING, INT) → STRING", "SHA2(BYTES, INT) → STRING")
            .by("HashFunctions.sha2")
            .memo("HashMemo")
            .says("The SHA-2 hash of 224, 256, 384 or 512 bits in hexadecimal digits.")
            .example("SHA2('leat', 256)"),
        FunctionEntry.of("hash", "CRC32(STRING) → BIGINT", "CRC32(BYTES) → BIGINT")
            .by("HashFunctions.crc32")
            .says("The CRC-32 checksum.")
            .example("CRC32('leat')"));
  }

  private static FunctionEntry hash(String name, String algorithm) {
    return FunctionEntry.of("hash", name + "(STRING) → STRING", name + "(BYTES) → STRING")
        .by("HashFunctions." + name.toLowerCase(Locale.ROOT))
        .memo("HashMemo")
        .says("The " + algorithm + " hash in hexadecimal digits.")
        .example(name + "('leat')");
  }
}
