package io.leat.runtime.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionParserTest {

  @ParameterizedTest
  @CsvSource({
    "5, PT0.005S",
    "10 s, PT10S",
    "10s, PT10S",
    "2 h, PT2H",
    "2 Hours, PT2H",
    "1 d, PT24H",
    "3 days, PT72H",
    "4 min, PT4M",
    "4 m, PT4M",
    "4 minutes, PT4M",
    "7 ms, PT0.007S",
    "7 milliseconds, PT0.007S",
    "8 us, PT0.000008S",
    "8 µs, PT0.000008S",
    "9 ns, PT0.000000009S",
    " 9 nanos , PT0.000000009S",
  })
  void readsDurations(String text, Duration expected) {
    assertEquals(Optional.of(expected), OptionParser.duration().parse().apply(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "s", "-1 s", "1.5 s", "1 week", "1 ss", "PT1S", "999999999999999999 d"})
  void refusesOtherDurations(String text) {
    assertEquals(Optional.empty(), OptionParser.duration().parse().apply(text));
  }

  @Test
  void readsWholeNumbersOfARange() {
    OptionParser<Long> parser = OptionParser.whole(-5, 5);
    assertEquals("a whole number from -5 to 5", parser.expected());
    assertEquals(Optional.of(-5L), parser.parse().apply("-5"));
    assertEquals(Optional.of(5L), parser.parse().apply(" +5 "));
    for (String text : List.of("6", "-6", "1.0", "1e0", "0x1", "", "99999999999999999999")) {
      assertEquals(Optional.empty(), parser.parse().apply(text), text);
    }
  }

  @Test
  void readsNumbers() {
    OptionParser<BigDecimal> parser =
        OptionParser.number("a number", new BigDecimal(-100), new BigDecimal(100));
    for (String text : List.of("1", "-1.5", ".5", "5.", "1e2", "1E-400", "+3")) {
      assertEquals(Optional.of(new BigDecimal(text)), parser.parse().apply(text), text);
    }
    for (String text : List.of("", ".", "1e3", "NaN", "1,5", "1e99999", "--1")) {
      assertEquals(Optional.empty(), parser.parse().apply(text), text);
    }
  }

  @Test
  void readsWordsInAnyCase() {
    assertEquals(Optional.of(true), OptionParser.bool().parse().apply("TRUE"));
    assertEquals(Optional.empty(), OptionParser.bool().parse().apply("1"));
    OptionParser<String> parser = OptionParser.choice(List.of("one", "two"));
    assertEquals(Optional.of("two"), parser.parse().apply("Two"));
    assertEquals(Optional.empty(), parser.parse().apply("three"));
  }
}
