package io.leat.runtime.codegen;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.leat.runtime.circuit.Expression;
import io.leat.runtime.circuit.Node;
import io.leat.runtime.types.DataType;
import io.leat.runtime.types.RowSchema;
import io.leat.runtime.types.ScalarType;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.codehaus.janino.SimpleCompiler;
import org.junit.jupiter.api.Test;

/** HotSpot never compiles methods of more than 8,000 bytes. */
class MethodSizeTest {
  private static final int HUGE = 8_000;
  private static final RowSchema INPUT = RowSchema.of(new RowSchema.Field("x", ScalarType.INTEGER));
  private static final Expression X = new Expression.InputRef(0, ScalarType.INTEGER);

  @Test
  void longSumsAreSplit() throws Exception {
    Expression sum = X;
    for (int i = 0; i < 500; i++) {
      sum = call("+", ScalarType.INTEGER, sum, call("*", ScalarType.INTEGER, X, literal(i)));
    }
    check(sum);
  }

  @Test
  void longChainsOfConditionsAreSplit() throws Exception {
    List<Expression> conditions = new ArrayList<>();
    List<Expression.Case.Branch> branches = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      Expression condition = call("=", ScalarType.BOOLEAN, X, literal(i));
      // Not an equation: many of those become one look-up.
      conditions.add(call(">", ScalarType.BOOLEAN, X, literal(i)));
      branches.add(new Expression.Case.Branch(condition, literal(i * 2)));
    }
    check(new Expression.Call("OR", conditions, ScalarType.BOOLEAN));
    check(new Expression.Case(branches, X, ScalarType.INTEGER));
  }

  private static void check(Expression expression) throws Exception {
    RowSchema output = RowSchema.of(new RowSchema.Field("r", expression.type()));
    Node.Calc node = new Node.Calc("c", 0, Optional.empty(), List.of(expression), output);
    SimpleCompiler compiler = new SimpleCompiler();
    compiler.setParentClassLoader(CalcCompiler.class.getClassLoader());
    compiler.cook(CalcSource.of(node, INPUT, ZoneOffset.UTC));
    Map<String, Integer> sizes = new TreeMap<>();
    for (byte[] bytes : compiler.getBytecodes().values()) {
      codeSizes(bytes, sizes);
    }
    int largest = sizes.values().stream().mapToInt(size -> size).max().orElse(0);
    assertTrue(largest > 100 && largest < HUGE, sizes.toString());
    assertTrue(sizes.size() > 10, "split into methods: " + sizes.size());
  }

  /** Reads the lengths of the Code attributes, as the JVM specification lays out a class file. */
  private static void codeSizes(byte[] bytes, Map<String, Integer> sizes) throws Exception {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    in.skipBytes(8);
    String[] texts = new String[in.readUnsignedShort()];
    for (int i = 1; i < texts.length; i++) {
      switch (in.readUnsignedByte()) {
        case 1 -> texts[i] = in.readUTF();
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
        case 5, 6 -> {
          in.skipBytes(8);
          i++;
        }
        case 15 -> in.skipBytes(3);
        default -> in.skipBytes(2);
      }
    }
    in.skipBytes(6);
    in.skipBytes(2 * in.readUnsignedShort());
    for (boolean methods : new boolean[] {false, true}) {
      int members = in.readUnsignedShort();
      for (int i = 0; i < members; i++) {
        in.skipBytes(2);
        String member = texts[in.readUnsignedShort()] + texts[in.readUnsignedShort()];
        int attributes = in.readUnsignedShort();
        for (int k = 0; k < attributes; k++) {
          String attribute = texts[in.readUnsignedShort()];
          byte[] content = in.readNBytes(in.readInt());
          if (methods && "Code".equals(attribute)) {
            sizes.put(member, ByteBuffer.wrap(content).getInt(4));
          }
        }
      }
    }
  }

  @Test
  void equalTextsShareOneClass() {
    RowSchema output = RowSchema.of(new RowSchema.Field("r", ScalarType.INTEGER));
    Expression sum = call("+", ScalarType.INTEGER, X, literal(1));
    Node.Calc node = new Node.Calc("c", 0, Optional.empty(), List.of(sum), output);
    assertEquals(
        CalcCompiler.compile(node, INPUT, ZoneOffset.UTC).getClass(),
        CalcCompiler.compile(node, INPUT, ZoneOffset.ofHours(1)).getClass());
  }

  private static Expression call(String function, DataType type, Expression... arguments) {
    return new Expression.Call(function, List.of(arguments), type);
  }

  private static Expression literal(int value) {
    return new Expression.Literal(value, ScalarType.INTEGER.withNullable(false));
  }
}
