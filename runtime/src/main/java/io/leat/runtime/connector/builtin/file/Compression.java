package io.leat.runtime.connector.builtin.file;

import com.github.luben.zstd.ZstdInputStream;
import io.leat.runtime.error.LeatException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/** How a file is compressed, as its name's ending says. */
enum Compression {
  NONE,
  GZIP,
  ZSTD;

  private static final List<String> OTHERS =
      List.of(".bz2", ".bzip2", ".xz", ".lz4", ".deflate", ".snappy", ".zip", ".7z");
  private static final int BUFFER = 64 << 10;

  static Compression of(String fileName) {
    String name = fileName.toLowerCase(Locale.ROOT);
    if (name.endsWith(".gz") || name.endsWith(".gzip")) {
      return GZIP;
    }
    if (name.endsWith(".zst") || name.endsWith(".zstd")) {
      return ZSTD;
    }
    for (String other : OTHERS) {
      if (name.endsWith(other)) {
        throw LeatException.notSupported(
            "reading a " + other + " file (" + fileName + ")", "compress it with gzip or zstd");
      }
    }
    return NONE;
  }

  InputStream decompress(InputStream compressed) throws IOException {
    return switch (this) {
      case NONE -> compressed;
      case GZIP -> new GZIPInputStream(compressed, BUFFER);
      case ZSTD -> new ZstdInputStream(compressed);
    };
  }
}
