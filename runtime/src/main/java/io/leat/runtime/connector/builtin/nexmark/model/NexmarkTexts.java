package io.leat.runtime.connector.builtin.nexmark.model;

import java.lang.ref.SoftReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * One array of bytes of which every text of every event is a part, so that nothing is copied to
 * make a text. Parts are given as {@code start << 32 | length}.
 */
final class NexmarkTexts {
  static final int CHANNELS = 10_000;
  static final int CONTACTS = 1 << 14;

  /** Any part of at most {@link #LONGEST} bytes may begin at so many places. */
  private static final int PLACES = 1 << 18;

  private static final int LONGEST = 1 << 12;
  private static final List<String> HOT_CHANNELS = List.of("Google", "Facebook", "Baidu", "Apple");
  private static final String[] STATES = "AZ,CA,ID,OR,WA,WY".split(",", -1);
  private static final String[] CITIES =
      "Phoenix,Los Angeles,San Francisco,Boise,Portland,Bend,Redmond,Seattle,Kent,Cheyenne"
          .split(",", -1);
  private static final String[] FIRST_NAMES =
      "Peter,Paul,Luke,John,Saul,Vicky,Kate,Julie,Sarah,Deiter,Walter".split(",", -1);
  private static final String[] LAST_NAMES =
      "Shultz,Abrams,Spencer,White,Bartels,Walton,Smith,Jones,Noris".split(",", -1);

  /** Those made last: all tables with the same seed, which is usual, have the same. */
  private static SoftReference<NexmarkTexts> last = new SoftReference<>(null);

  private byte[] bytes = new byte[4 << 20];
  private int end;
  private final long seed;
  private long nextWord;

  private final int letters;
  private final int words;
  final long[] channels = new long[CHANNELS + HOT_CHANNELS.size()];
  final long[] urls = new long[channels.length];
  final long[] states = parts(STATES);
  final long[] cities = parts(CITIES);
  final long[] names = new long[FIRST_NAMES.length * LAST_NAMES.length];
  final long[] emails = new long[CONTACTS];
  final long[] creditCards = new long[CONTACTS];

  static synchronized NexmarkTexts of(long seed) {
    NexmarkTexts texts = last.get();
    if (texts == null || texts.seed != seed) {
      texts = new NexmarkTexts(seed);
      last = new SoftReference<>(texts);
    }
    return texts;
  }

  private NexmarkTexts(long seed) {
    this.seed = seed;
    this.letters = end;
    for (int i = 0; i < PLACES + LONGEST; i++) {
      append((byte) ('a' + below(26)));
    }
    this.words = end;
    for (int i = 0; i < PLACES + LONGEST; i++) {
      append(letterOr(' '));
    }
    for (int i = 0; i < channels.length; i++) {
      boolean hot = i >= CHANNELS;
      channels[i] = part(hot ? HOT_CHANNELS.get(i - CHANNELS) : "channel-" + i);
      boolean named = !hot && below(10) > 0;
      urls[i] = part(url() + (named ? "&channel_id=" + Math.abs(Integer.reverse(i)) : ""));
    }
    for (int i = 0; i < names.length; i++) {
      names[i] =
          part(FIRST_NAMES[i % FIRST_NAMES.length] + " " + LAST_NAMES[i / FIRST_NAMES.length]);
    }
    for (int i = 0; i < CONTACTS; i++) {
      emails[i] = part(word(7, ' ').trim() + "@" + word(5, ' ').trim() + ".com");
      creditCards[i] = part(digits() + " " + digits() + " " + digits() + " " + digits());
    }
    bytes = Arrays.copyOf(bytes, end);
  }

  byte[] bytes() {
    return bytes;
  }

  /** So many letters, which ones decided by a word's upper bits. */
  long letters(long word, int length) {
    return ((long) (letters + (int) (word >>> 46)) << 32) | Math.min(length, LONGEST);
  }

  /** Letters and spaces, without spaces at the ends. */
  long words(long word, int length) {
    int start = words + (int) (word >>> 46);
    int stop = start + Math.min(length, LONGEST);
    while (start < stop && bytes[start] == ' ') {
      start++;
    }
    while (stop > start && bytes[stop - 1] == ' ') {
      stop--;
    }
    return ((long) start << 32) | (stop - start);
  }

  private String url() {
    return "https://www.nexmark.com/"
        + word(5, '_')
        + '/'
        + word(5, '_')
        + '/'
        + word(5, '_')
        + "/item.htm?query=1";
  }

  /** From three to below {@code bound} characters. */
  private String word(int bound, char space) {
    byte[] text = new byte[3 + below(bound - 3)];
    for (int i = 0; i < text.length; i++) {
      text[i] = letterOr(space);
    }
    return new String(text, StandardCharsets.US_ASCII);
  }

  private byte letterOr(char space) {
    return (byte) (below(13) == 0 ? space : 'a' + below(26));
  }

  private String digits() {
    return Integer.toString(10_000 + below(10_000)).substring(1);
  }

  private int below(int bound) {
    return (int) RandomWords.below(RandomWords.word(seed, nextWord++), bound);
  }

  private long[] parts(String[] texts) {
    return Arrays.stream(texts).mapToLong(this::part).toArray();
  }

  private long part(String text) {
    int start = end;
    for (int i = 0; i < text.length(); i++) {
      append((byte) text.charAt(i));
    }
    return ((long) start << 32) | text.length();
  }

  private void append(byte value) {
    if (end == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * end);
    }
    bytes[end++] = value;
  }
}
