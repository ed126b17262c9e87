package io.leat.runtime.connector.format;

/** Borders of formats whose records are lines. */
public final class LineBorders implements Format.Borders {
  public static final LineBorders INSTANCE = new LineBorders();

  private LineBorders() {}

  @Override
  public boolean atEveryLine() {
    return true;
  }

  @Override
  public Search search() {
    return new Search() {
      @Override
      public int next(byte[] bytes, int from, int to, int notBefore) {
        int start = Math.max(from, notBefore - 1);
        int line = ByteSearch.find(bytes, start, to, (byte) '\n');
        return line < to ? line + 1 : -1;
      }

      @Override
      public boolean consistent() {
        return true;
      }
    };
  }
}
