package io.leat.runtime.state;

import io.leat.runtime.data.BooleanColumn;
import io.leat.runtime.data.BytesColumn;
import io.leat.runtime.data.Column;
import io.leat.runtime.data.DoubleColumn;
import io.leat.runtime.data.FloatColumn;
import io.leat.runtime.data.IntColumn;
import io.leat.runtime.data.LongColumn;
import io.leat.runtime.data.ValueBytes;
import io.leat.runtime.data.WideColumn;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.Physical;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Rows side by side in pages of {@code long}s, so that touching a row costs a cache line or two.
 * Rows have numbers that stay theirs until they are removed.
 *
 * <p>A row is: one word with the high half of its hash, a bit that says it is there, and the first
 * {@link NullBits}; the others; a word per column (two for {@link Physical#WIDE}); then words that
 * belong to the operator, zero at first. A NULL's words are zero, a floating-point zero is positive
 * and NaN is one, so that rows with equal words are equal. Text is a {@link TextWord}; nested
 * values lie in a {@link BlobHeap}.
 *
 * <p>When most rows have been removed, pages without any are given back.
 *
 * <p>Freezing is copy-on-write by page: see {@link #freeze}. Not safe for several threads.
 */
public final class RowTable {
  private static final int PAGE_WORDS = 1 << 13;

  /** Rows for which the first page is made; it grows to the size of the others. */
  private static final int FIRST_ROWS = 4;

  private static final long LIVE = 1L << 31;

  private final List<DataType> types;
  private final Physical[] physical;
  private final boolean[] nullable;
  private final int[] offsets;
  private final int extra;
  private int extras;
  private int words;
  private int shift;
  private int mask;
  private final BlobHeap blobs;
  private final ValueBytes values = new ValueBytes();
  private final boolean hasBlobs;
  private final BlobMoves moves;
  private final GonePages gone = new GonePages();
  private long[][] pages = new long[4][];
  private boolean @Nullable [] shared;

  /** Rows that were written to since the last {@link #freeze}; null if nobody knows. */
  private @Nullable BitSet changed;

  /** The next row of the page that is being filled, and the end of that page. */
  private int next;

  private int limit;
  private int end;
  private int free = -1;
  private int size;

  /**
   * @param types of the columns, in order
   * @param extras how many words each row has for the operator
   */
  public RowTable(List<DataType> types, int extras) {
    this(types, extras, new BlobHeap());
  }

  private RowTable(List<DataType> types, int extras, BlobHeap blobs) {
    this.blobs = blobs;
    this.moves = new BlobMoves(this, blobs);
    this.types = List.copyOf(types);
    this.physical = new Physical[types.size()];
    this.nullable = new boolean[physical.length];
    this.offsets = new int[physical.length];
    int at = NullBits.words(physical.length);
    boolean blob = false;
    for (int i = 0; i < physical.length; i++) {
      physical[i] = types.get(i).physical();
      offsets[i] = at;
      nullable[i] = types.get(i).nullable();
      at += physical[i] == Physical.WIDE ? 2 : 1;
      blob |= isBlob(physical[i]);
    }
    this.hasBlobs = blob;
    this.extra = at;
    widen(extras);
  }

  /**
   * Gives each row more words for the operator, behind those that it has; before there are rows.
   */
  public void widen(int count) {
    if (end > 0 || pages[0] != null) {
      throw new IllegalStateException("there are rows already");
    }
    extras += count;
    words = extra + extras;
    shift = Math.max(0, 31 - Integer.numberOfLeadingZeros(PAGE_WORDS / words));
    mask = (1 << shift) - 1;
  }

  private static boolean isBlob(Physical physical) {
    return switch (physical) {
      case BYTES, ARRAY, MAP, ROW -> true;
      default -> false;
    };
  }

  public List<DataType> types() {
    return types;
  }

  /** How many rows there are. */
  public int size() {
    return size;
  }

  /** More than the highest row number in use. */
  public int end() {
    return end;
  }

  /** Whether there is a row of that number. */
  public boolean holds(int row) {
    long[] page = page(row);
    return page != null && (page[base(row)] & LIVE) != 0;
  }

  /** The high 32 bits of the row's hash, the others zero: enough for its key group. */
  public long hash(int row) {
    return page(row)[base(row)] & 0xffff_ffff_0000_0000L;
  }

  /** Bytes of memory held. */
  public long memoryBytes() {
    long pageBytes = 0;
    for (long[] page : pages) {
      pageBytes += page == null ? 0 : 16 + 8L * page.length;
    }
    return pageBytes + (hasBlobs ? blobs.memoryBytes() : 0);
  }

  // Words of the operator.

  /** The page that a row lies in, for reading. */
  public long[] page(int row) {
    return pages[row >>> shift];
  }

  /** The page that a row lies in, for writing words of the operator. */
  public long[] writablePage(int row) {
    if (changed != null) {
      changed.set(row);
    }
    return unshared(row >>> shift);
  }

  private long[] unshared(int index) {
    if (shared != null && index < shared.length && shared[index]) {
      pages[index] = pages[index].clone();
      shared[index] = false;
    }
    return pages[index];
  }

  /** Where a row begins in its page. */
  public int base(int row) {
    return (row & mask) * words;
  }

  /** Where the operator's words begin, counted from {@link #base}. */
  public int extraOffset() {
    return extra;
  }

  public long get(int row, int word) {
    return page(row)[base(row) + extra + word];
  }

  public void set(int row, int word, long value) {
    writablePage(row)[base(row) + extra + word] = value;
  }

  /** Adds to a word and gives the sum. */
  public long add(int row, int word, long value) {
    long[] page = writablePage(row);
    int at = base(row) + extra + word;
    page[at] += value;
    return page[at];
  }

  // Rows in and out.

  /**
   * Adds one row.
   *
   * @param source the columns, in the order of the table's; columns that are left out at the end
   *     are to be set before they are read
   * @return its number
   */
  public int add(Column[] source, int sourceRow, long hash) {
    int row = allocate(hash);
    long[] page = writablePage(row);
    int base = base(row);
    for (int i = 0; i < source.length; i++) {
      store(page, base, row, i, source[i], sourceRow);
    }
    return row;
  }

  /**
   * Adds the rows {@code from .. from + count} of these columns, as {@link #add(Column[], int,
   * long)} does, column by column.
   *
   * @param hashes by row of the columns
   * @param numbers takes their numbers, by row of the columns
   */
  public void add(Column[] source, int from, int count, long[] hashes, int[] numbers) {
    for (int i = from; i < from + count; i++) {
      numbers[i] = allocate(hashes[i]);
    }
    for (int i = 0; i < source.length; i++) {
      store(i, source[i], numbers, from, count);
    }
  }

  /** Stores a column of rows that have just been allocated. */
  private void store(int column, Column source, int[] rows, int from, int count) {
    int offset = offsets[column];
    if (physical[column] == Physical.LONG && !source.hasNulls()) {
      long[] longs = ((LongColumn) source).values();
      for (int i = from; i < from + count; i++) {
        int row = rows[i];
        pages[row >>> shift][(row & mask) * words + offset] = longs[i];
      }
    } else if (physical[column] == Physical.INT && !source.hasNulls()) {
      int[] ints = ((IntColumn) source).values();
      for (int i = from; i < from + count; i++) {
        int row = rows[i];
        pages[row >>> shift][(row & mask) * words + offset] = ints[i];
      }
    } else if (physical[column] == Physical.BYTES && !source.hasNulls()) {
      BytesColumn texts = (BytesColumn) source;
      for (int i = from; i < from + count; i++) {
        int row = rows[i];
        pages[row >>> shift][(row & mask) * words + offset] = text(texts, i, row, column);
      }
    } else {
      for (int i = from; i < from + count; i++) {
        store(page(rows[i]), base(rows[i]), rows[i], column, source, i);
      }
    }
  }

  /** The word of a text, which is put where it belongs. */
  private long text(BytesColumn source, int sourceRow, int row, int column) {
    byte[] heap = source.heap();
    int start = source.start(sourceRow);
    int length = source.length(sourceRow);
    return TextWord.fits(length)
        ? TextWord.of(heap, start, length)
        : blobs.add(heap, start, length, row, column);
  }

  /** Gives a column of a row another value. */
  public void set(int row, int column, Column source, int sourceRow) {
    long[] page = writablePage(row);
    int base = base(row);
    int at = base + offsets[column];
    boolean blob = isBlob(physical[column]) && page[at] > 0;
    if (blob) {
      moves.free(page[at]);
    }
    NullBits.clear(page, base, column);
    page[at] = 0;
    if (physical[column] == Physical.WIDE) {
      page[at + 1] = 0;
    }
    store(page, base, row, column, source, sourceRow);
    if (blob) {
      moves.moveSome();
    }
  }

  private int allocate(long hash) {
    int row = free;
    if (row >= 0) {
      // A removed row's last word holds the next free one, plus one.
      free = (int) page(row)[base(row) + words - 1] - 1;
    } else {
      if (next == limit) {
        openPage();
      }
      row = next++;
      end = Math.max(end, next);
      if (base(row) == pages[row >>> shift].length) {
        growFirstPage();
      }
    }
    long[] page = writablePage(row);
    int base = base(row);
    Arrays.fill(page, base, base + words, 0);
    page[base] = (hash & 0xffff_ffff_0000_0000L) | LIVE;
    size++;
    return row;
  }

  /** Takes a page to fill: one that has been given back, or a new one. */
  private void openPage() {
    int index = gone.take();
    if (index < 0) {
      // The last page is full: the end is where another one begins.
      index = end >>> shift;
    }
    if (index == pages.length) {
      pages = Arrays.copyOf(pages, index * 2);
    }
    if (pages[index] == null) {
      int whole = words << shift;
      pages[index] = new long[index > 0 ? whole : Math.min(whole, words * FIRST_ROWS)];
      if (shared != null && index < shared.length) {
        shared[index] = false;
      }
    }
    next = index << shift;
    limit = next + mask + 1;
    gone.opened(index, mask + 1);
  }

  private void growFirstPage() {
    pages[0] = Arrays.copyOf(pages[0], Math.min(words << shift, 2 * pages[0].length));
    if (shared != null && shared.length > 0) {
      shared[0] = false;
    }
  }

  /** Removes all rows, and keeps the memory that they had, or twice as much, for others. */
  public void clear() {
    Arrays.fill(pages, Math.min(pages.length, 2 * (pageCount() + 1)), pages.length, null);
    for (int i = 0; shared != null && i < shared.length; i++) {
      if (shared[i]) {
        pages[i] = null;
      }
    }
    shared = null;
    changed = null;
    next = 0;
    limit = 0;
    end = 0;
    free = -1;
    size = 0;
    gone.clear();
    moves.clear();
    if (hasBlobs) {
      blobs.clear();
    }
  }

  /** Removes a row; its number may be given to another one. */
  public void remove(int row) {
    long[] page = writablePage(row);
    int base = base(row);
    if ((page[base] & LIVE) == 0) {
      throw new IllegalStateException("row " + row + " is not there");
    }
    if (hasBlobs) {
      for (int i = 0; i < physical.length; i++) {
        long word = page[base + offsets[i]];
        if (isBlob(physical[i]) && word > 0) {
          moves.free(word);
        }
      }
    }
    page[base] = 0;
    page[base + words - 1] = free + 1L;
    free = row;
    size--;
    if (hasBlobs) {
      moves.moveSome();
    }
    if (gone.areLikely(size)) {
      trim();
    }
  }

  /** Gives pages without rows back, except the first. */
  private void trim() {
    free = -1;
    int last = 0;
    for (int index = pageCount() - 1; index >= 0; index--) {
      long[] page = pages[index];
      if (page == null) {
        continue;
      }
      boolean filling = next < limit && index == next >>> shift;
      int from = index << shift;
      int to = filling ? next : from + mask + 1;
      if (index > 0 && isEmpty(page, to - from)) {
        pages[index] = null;
        gone.dropped(mask + 1);
        next = filling ? limit : next;
        continue;
      }
      last = Math.max(last, index);
      for (int row = to - 1; row >= from; row--) {
        if ((pages[index][base(row)] & LIVE) == 0) {
          link(row);
        }
      }
    }
    end = next < limit && last == next >>> shift ? next : (last + 1) << shift;
    gone.found(pages, last, size);
  }

  private boolean isEmpty(long[] page, int rows) {
    for (int at = 0; at < rows * words; at += words) {
      if ((page[at] & LIVE) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Puts a free row before the others that are. */
  private void link(int row) {
    int at = base(row) + words - 1;
    if (page(row)[at] != free + 1L) {
      unshared(row >>> shift)[at] = free + 1L;
    }
    free = row;
  }

  private int pageCount() {
    return (end + mask) >>> shift;
  }

  private void store(long[] page, int base, int row, int index, Column source, int sourceRow) {
    if (source.isNull(sourceRow)) {
      NullBits.set(page, base, index);
      return;
    }
    int at = base + offsets[index];
    switch (physical[index]) {
      case BOOLEAN -> page[at] = ((BooleanColumn) source).get(sourceRow) ? 1 : 0;
      case INT -> page[at] = ((IntColumn) source).get(sourceRow);
      case LONG -> page[at] = ((LongColumn) source).get(sourceRow);
      case FLOAT -> page[at] = word(((FloatColumn) source).get(sourceRow));
      case DOUBLE -> page[at] = word(((DoubleColumn) source).get(sourceRow));
      case WIDE -> {
        page[at] = ((WideColumn) source).high(sourceRow);
        page[at + 1] = ((WideColumn) source).low(sourceRow);
      }
      case BYTES -> page[at] = text((BytesColumn) source, sourceRow, row, index);
      case ARRAY, MAP, ROW -> {
        values.encode(source, sourceRow);
        page[at] = blobs.add(values.bytes(), 0, values.size(), row, index);
      }
    }
  }

  static long word(double value) {
    return Double.doubleToLongBits(value == 0 ? 0 : value);
  }

  public boolean isNull(int row, int column) {
    return NullBits.isSet(page(row), base(row), column);
  }

  /**
   * The first word of a column: the value itself of BOOLEAN, INT, LONG; the bits of its double for
   * FLOAT and DOUBLE; the high half of WIDE. Of text and nested types it means nothing.
   */
  public long word(int row, int column) {
    return page(row)[base(row) + offsets[column]];
  }

  /** The low half of a WIDE column. */
  public long lowWord(int row, int column) {
    return page(row)[base(row) + offsets[column] + 1];
  }

  /** Appends one column of these rows to {@code target}. */
  public void append(int column, int[] rows, int count, Column target) {
    switch (physical[column]) {
      case LONG -> {
        LongColumn longs = (LongColumn) target;
        int start = longs.size();
        long[] to = longs.reserve(start + count);
        int offset = offsets[column];
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          to[start + i] = pages[row >>> shift][(row & mask) * words + offset];
        }
        longs.setSize(start + count);
        appendNulls(column, rows, count, target, start);
      }
      case INT -> {
        IntColumn ints = (IntColumn) target;
        int start = ints.size();
        int[] to = ints.reserve(start + count);
        int offset = offsets[column];
        for (int i = 0; i < count; i++) {
          int row = rows[i];
          to[start + i] = (int) pages[row >>> shift][(row & mask) * words + offset];
        }
        ints.setSize(start + count);
        appendNulls(column, rows, count, target, start);
      }
      case BYTES -> {
        BytesColumn texts = (BytesColumn) target;
        int offset = offsets[column];
        for (int i = 0; i < count; i++) {
          long[] page = pages[rows[i] >>> shift];
          long word = page[(rows[i] & mask) * words + offset];
          // The word of a NULL is zero, that of any text is not.
          if (word == 0) {
            texts.appendNull();
          } else {
            TextWord.append(word, blobs, texts);
          }
        }
      }
      default -> {
        for (int i = 0; i < count; i++) {
          append(column, rows[i], target);
        }
      }
    }
  }

  private void appendNulls(int column, int[] rows, int count, Column target, int start) {
    if (!nullable[column]) {
      return;
    }
    for (int i = 0; i < count; i++) {
      if (isNull(rows[i], column)) {
        target.setNull(start + i);
      }
    }
  }

  /** Appends one column of one row to {@code target}. */
  public void append(int column, int row, Column target) {
    long[] page = page(row);
    int base = base(row);
    if (NullBits.isSet(page, base, column)) {
      target.appendNull();
      return;
    }
    long word = page[base + offsets[column]];
    switch (physical[column]) {
      case BOOLEAN -> ((BooleanColumn) target).append(word != 0);
      case INT -> ((IntColumn) target).append((int) word);
      case LONG -> ((LongColumn) target).append(word);
      case FLOAT -> ((FloatColumn) target).append((float) Double.longBitsToDouble(word));
      case DOUBLE -> ((DoubleColumn) target).append(Double.longBitsToDouble(word));
      case WIDE -> ((WideColumn) target).append(word, page[base + offsets[column] + 1]);
      case BYTES -> TextWord.append(word, blobs, (BytesColumn) target);
      case ARRAY, MAP, ROW -> values.decode(blobs.bytes(word), BlobHeap.start(word), target);
    }
  }

  /** Appends all columns of these rows. */
  public void append(int[] rows, int count, Column[] targets) {
    for (int i = 0; i < targets.length; i++) {
      append(i, rows, count, targets[i]);
    }
  }

  // Comparison.

  /** Whether a row of the table equals a row of these columns; NULL equals NULL. */
  public boolean equal(int row, Column[] source, int sourceRow) {
    long[] page = page(row);
    int base = base(row);
    for (int i = 0; i < physical.length; i++) {
      if (!equal(page, base, i, source[i], sourceRow)) {
        return false;
      }
    }
    return true;
  }

  /** Whether one column of a row equals that of a row of {@code source}; NULL equals NULL. */
  public boolean equal(int row, int column, Column source, int sourceRow) {
    return equal(page(row), base(row), column, source, sourceRow);
  }

  /** The same for some of the columns; {@code source} is by number of column. */
  public boolean equal(int row, int[] columns, Column[] source, int sourceRow) {
    long[] page = page(row);
    int base = base(row);
    for (int column : columns) {
      if (!equal(page, base, column, source[column], sourceRow)) {
        return false;
      }
    }
    return true;
  }

  private boolean equal(long[] page, int base, int column, Column source, int sourceRow) {
    boolean isNull = NullBits.isSet(page, base, column);
    if (isNull || source.isNull(sourceRow)) {
      return isNull && source.isNull(sourceRow);
    }
    long word = page[base + offsets[column]];
    return switch (physical[column]) {
      case BOOLEAN -> (word != 0) == ((BooleanColumn) source).get(sourceRow);
      case INT -> word == ((IntColumn) source).get(sourceRow);
      case LONG -> word == ((LongColumn) source).get(sourceRow);
      case FLOAT -> word == word(((FloatColumn) source).get(sourceRow));
      case DOUBLE -> word == word(((DoubleColumn) source).get(sourceRow));
      case WIDE ->
          word == ((WideColumn) source).high(sourceRow)
              && page[base + offsets[column] + 1] == ((WideColumn) source).low(sourceRow);
      case BYTES -> {
        BytesColumn text = (BytesColumn) source;
        yield TextWord.equal(
            word, blobs, text.heap(), text.start(sourceRow), text.length(sourceRow));
      }
      case ARRAY, MAP, ROW -> {
        values.encode(source, sourceRow);
        yield TextWord.equal(word, blobs, values.bytes(), 0, values.size());
      }
    };
  }

  /** Whether a column holds the same value, or NULL, in two rows. */
  public boolean equal(int column, int a, int b) {
    boolean isNull = isNull(a, column);
    if (isNull || isNull(b, column)) {
      return isNull && isNull(b, column);
    }
    long left = word(a, column);
    long right = word(b, column);
    return switch (physical[column]) {
      case WIDE -> left == right && lowWord(a, column) == lowWord(b, column);
      case BYTES, ARRAY, MAP, ROW -> TextWord.compare(left, right, blobs) == 0;
      default -> left == right;
    };
  }

  /** Orders the values of a column that are not NULL. */
  int compare(int column, int a, int b) {
    return compare(column, a, column, b);
  }

  /** Orders values of two columns of the same type that are not NULL. */
  public int compare(int columnOfA, int a, int columnOfB, int b) {
    long left = word(a, columnOfA);
    long right = word(b, columnOfB);
    return switch (physical[columnOfA]) {
      case BOOLEAN, INT, LONG -> Long.compare(left, right);
      case FLOAT, DOUBLE ->
          Double.compare(Double.longBitsToDouble(left), Double.longBitsToDouble(right));
      case WIDE ->
          left != right
              ? Long.compare(left, right)
              : Long.compareUnsigned(lowWord(a, columnOfA), lowWord(b, columnOfB));
      case BYTES, ARRAY, MAP, ROW -> TextWord.compare(left, right, blobs);
    };
  }

  /** Orders a value of a batch and one of the table, of the same column and both not NULL. */
  int compare(int column, Column source, int sourceRow, int row) {
    long word = word(row, column);
    return switch (physical[column]) {
      case BOOLEAN -> Long.compare(((BooleanColumn) source).get(sourceRow) ? 1 : 0, word);
      case INT -> Long.compare(((IntColumn) source).get(sourceRow), word);
      case LONG -> Long.compare(((LongColumn) source).get(sourceRow), word);
      case FLOAT -> compareDoubles(((FloatColumn) source).get(sourceRow), word);
      case DOUBLE -> compareDoubles(((DoubleColumn) source).get(sourceRow), word);
      case WIDE -> {
        WideColumn wide = (WideColumn) source;
        int order = Long.compare(wide.high(sourceRow), word);
        yield order != 0 ? order : Long.compareUnsigned(wide.low(sourceRow), lowWord(row, column));
      }
      case BYTES -> {
        BytesColumn text = (BytesColumn) source;
        yield TextWord.compare(
            text.heap(), text.start(sourceRow), text.length(sourceRow), word, blobs);
      }
      case ARRAY, MAP, ROW -> {
        values.encode(source, sourceRow);
        yield TextWord.compare(values.bytes(), 0, values.size(), word, blobs);
      }
    };
  }

  private static int compareDoubles(double value, long word) {
    return Double.compare(Double.longBitsToDouble(word(value)), Double.longBitsToDouble(word));
  }

  /**
   * The first seven bytes of a text in the table as a number that is not negative: a smaller one
   * means that the text is before.
   */
  long prefix(int row, int column) {
    return TextWord.prefix(word(row, column), blobs);
  }

  /**
   * Compares one column of the table's rows with rows {@code from ..} of a column, and clears
   * {@code equal} where they differ. Rows of number −1 are passed over.
   */
  void compareEqual(int column, int[] rows, Column source, int from, int count, boolean[] equal) {
    int offset = offsets[column];
    if (physical[column] == Physical.LONG && !source.hasNulls()) {
      long[] values = ((LongColumn) source).values();
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        if (row >= 0) {
          long[] page = pages[row >>> shift];
          int base = (row & mask) * words;
          equal[i] &= page[base + offset] == values[from + i];
          equal[i] &= !NullBits.isSet(page, base, column);
        }
      }
    } else if (physical[column] == Physical.INT && !source.hasNulls()) {
      int[] values = ((IntColumn) source).values();
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        if (row >= 0) {
          long[] page = pages[row >>> shift];
          int base = (row & mask) * words;
          equal[i] &= page[base + offset] == values[from + i];
          equal[i] &= !NullBits.isSet(page, base, column);
        }
      }
    } else if (physical[column] == Physical.BYTES && !source.hasNulls()) {
      BytesColumn texts = (BytesColumn) source;
      byte[] heap = texts.heap();
      int compared = -1;
      int start = 0;
      int length = 0;
      boolean same = false;
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        if (row < 0 || !equal[i]) {
          continue;
        }
        if (row != compared || texts.start(from + i) != start || texts.length(from + i) != length) {
          compared = row;
          start = texts.start(from + i);
          length = texts.length(from + i);
          // The word of a NULL is zero, that of any text is not.
          long word = pages[row >>> shift][(row & mask) * words + offset];
          same = word != 0 && TextWord.equal(word, blobs, heap, start, length);
        }
        equal[i] = same;
      }
    } else {
      for (int i = 0; i < count; i++) {
        int row = rows[from + i];
        if (row >= 0 && equal[i]) {
          equal[i] = equal(page(row), base(row), column, source, from + i);
        }
      }
    }
  }

  /** Whether a blob is a row's value; if so, it now lies elsewhere. */
  boolean moved(long address) {
    int row = blobs.row(address);
    int column = blobs.cell(address);
    int at = base(row) + offsets[column];
    if (!holds(row) || page(row)[at] != address) {
      return false;
    }
    byte[] source = blobs.bytes(address);
    int length = blobs.length(address);
    // The row's value stays what it was.
    unshared(row >>> shift)[at] = blobs.add(source, BlobHeap.start(address), length, row, column);
    return true;
  }

  /**
   * All rows as they are now, in O(pages): a page is copied when it is written to for the first
   * time after this. They know which of them were written to since the last time.
   */
  public FrozenRows freeze() {
    int pageCount = pageCount();
    boolean[] marks = new boolean[pageCount];
    Arrays.fill(marks, true);
    shared = marks;
    BitSet since = changed;
    changed = new BitSet(end);
    return new FrozenRows(frozen(pageCount), since);
  }

  private RowTable frozen(int pageCount) {
    RowTable copy = new RowTable(types, extras, blobs.frozen());
    copy.pages = Arrays.copyOf(pages, pageCount);
    copy.end = end;
    copy.size = size;
    return copy;
  }

  /** Writes one row: its words, then the bytes of what lies outside of them. */
  void write(int row, StateWriter writer) {
    long[] page = page(row);
    int base = base(row);
    for (int i = 0; i < words; i++) {
      writer.writeLong(page[base + i]);
    }
    for (int i = 0; i < physical.length; i++) {
      long word = page[base + offsets[i]];
      if (isBlob(physical[i]) && word > 0) {
        writer.writeBytes(blobs.bytes(word), BlobHeap.start(word), blobs.length(word));
      }
    }
  }

  /**
   * Adds the rows that {@link FrozenRows} wrote for one key group, the operator's words included.
   *
   * @param added is told each row's new number
   */
  public void restore(StateReader reader, IntConsumer added) {
    for (int count = reader.readInt(); count > 0; count--) {
      long first = reader.readLong();
      int row = allocate(first);
      long[] page = writablePage(row);
      int base = base(row);
      page[base] = first;
      for (int i = 1; i < words; i++) {
        page[base + i] = reader.readLong();
      }
      for (int i = 0; i < physical.length; i++) {
        int at = base + offsets[i];
        if (isBlob(physical[i]) && page[at] > 0) {
          byte[] bytes = reader.readBytes();
          page[at] = blobs.add(bytes, 0, bytes.length, row, i);
        }
      }
      added.accept(row);
    }
  }
}
