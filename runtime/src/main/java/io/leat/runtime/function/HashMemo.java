package io.leat.runtime.function;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import org.jspecify.annotations.Nullable;

/** The digest of one call site. */
public final class HashMemo {
  private @Nullable MessageDigest digest;

  MessageDigest digest(String algorithm) {
    MessageDigest known = digest;
    if (known == null || !known.getAlgorithm().equals(algorithm)) {
      try {
        known = MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
      digest = known;
    }
    return known;
  }
}
