package io.leat.shell;

import io.leat.shell.Options.FileInput;
import io.leat.shell.Options.Input;
import io.leat.shell.Options.TextInput;
import io.leat.shell.render.Format;
import io.leat.shell.run.Limits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reads the command line. The options are built by hand, not from annotations: that is several
 * times faster at start-up.
 */
final class OptionParser {
  private final List<Input> inputs = new ArrayList<>();

  private OptionParser() {}

  static Options parse(String... arguments) throws UsageException {
    return arguments.length == 0 ? Options.DEFAULT : new OptionParser().read(arguments);
  }

  /** The options that there are. */
  CommandSpec spec() {
    return CommandSpec.create()
        .name("leat")
        .addOption(input(FileInput::new, "-f", "--file").paramLabel("FILE").build())
        .addOption(input(TextInput::new, "-e", "--execute").paramLabel("SQL").build())
        .addOption(
            OptionSpec.builder("-i", "--init")
                .paramLabel("FILE")
                .type(List.class)
                .arity("1")
                .build())
        .addOption(text("--url", "URL"))
        .addOption(text("--user", "NAME"))
        .addOption(text("--password", "PASSWORD"))
        .addOption(text("--format", "FORMAT"))
        .addOption(text("--max-rows", "N"))
        .addOption(text("--timeout", "DURATION"))
        .addOption(
            OptionSpec.builder("--set").paramLabel("KEY=VALUE").type(List.class).arity("1").build())
        .addOption(flag("--continue-on-error"))
        .addOption(flag("--no-color"))
        .addOption(flag("--quiet", "-q"))
        .addOption(text("--history", "FILE"))
        .addOption(flag("--version", "-V"))
        .addOption(flag("--help", "-h"));
  }

  static OptionParser create() {
    return new OptionParser();
  }

  /** Keeps -f and -e in the order in which they stand. */
  private OptionSpec.Builder input(Function<String, Input> kind, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .arity("1")
        .parameterConsumer(
            (arguments, option, command) -> {
              if (arguments.isEmpty()) {
                throw new MissingParameterException(command.commandLine(), option, "");
              }
              inputs.add(kind.apply(arguments.pop()));
            });
  }

  private static OptionSpec text(String name, String label) {
    return OptionSpec.builder(name).paramLabel(label).type(String.class).arity("1").build();
  }

  private static OptionSpec flag(String... names) {
    return OptionSpec.builder(names).type(boolean.class).arity("0").build();
  }

  private Options read(String... arguments) throws UsageException {
    ParseResult result;
    try {
      result = new CommandLine(spec()).parseArgs(arguments);
    } catch (UnmatchedArgumentException e) {
      throw unmatched(e);
    } catch (MissingParameterException e) {
      throw new UsageException(option(e) + " needs a value");
    } catch (ParameterException e) {
      throw new UsageException(String.valueOf(e.getMessage()));
    }
    List<String> inits = values(result, "--init");
    return new Options(
        List.copyOf(inputs),
        inits,
        url(value(result, "--url")),
        value(result, "--user"),
        value(result, "--password"),
        format(value(result, "--format")),
        limits(value(result, "--max-rows"), value(result, "--timeout")),
        settings(values(result, "--set")),
        result.hasMatchedOption("--continue-on-error"),
        result.hasMatchedOption("--no-color"),
        result.hasMatchedOption("--quiet"),
        value(result, "--history"),
        result.hasMatchedOption("--help"),
        result.hasMatchedOption("--version"));
  }

  private static UsageException unmatched(UnmatchedArgumentException e) {
    String argument = e.getUnmatched().get(0);
    if (!argument.startsWith("-")) {
      return new UsageException(
          "unexpected argument '" + argument + "'; -f FILE runs a script, -e SQL a statement");
    }
    String name = argument.replaceFirst("=.*", "");
    String hint =
        e.getCommandLine().getCommandSpec().optionsMap().keySet().stream()
            .filter(known -> known.startsWith("--") && distance(name, known) <= 2)
            .min(Comparator.comparingInt(known -> distance(name, known)))
            .map(known -> "; did you mean " + known + "?")
            .orElse("");
    return new UsageException("there is no option " + name + hint);
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = IntStream.rangeClosed(0, b.length()).toArray();
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }

  private static String option(MissingParameterException e) {
    boolean named = !e.getMissing().isEmpty() && e.getMissing().get(0).isOption();
    return named ? ((OptionSpec) e.getMissing().get(0)).longestName() : "the last option";
  }

  private static @Nullable String value(ParseResult result, String name) {
    return result.matchedOptionValue(name, (String) null);
  }

  private static List<String> values(ParseResult result, String name) {
    return List.copyOf(result.matchedOptionValue(name, List.<String>of()));
  }

  private static String url(@Nullable String text) throws UsageException {
    if (text == null) {
      return Options.EMBEDDED_URL;
    }
    if (!text.startsWith("jdbc:")) {
      throw new UsageException(
          "--url " + text + " is not a JDBC URL; it looks like jdbc:leat://host:8585");
    }
    return text;
  }

  private static Format format(@Nullable String text) throws UsageException {
    if (text == null) {
      return Format.TABLE;
    }
    return Format.find(text)
        .orElseThrow(
            () ->
                new UsageException(
                    "there is no format '" + text + "'; there are " + Format.names()));
  }

  private static Limits limits(@Nullable String rows, @Nullable String time) throws UsageException {
    long count = Long.MAX_VALUE;
    if (rows != null) {
      if (!rows.matches("\\d{1,18}")) {
        throw new UsageException("--max-rows wants a number of rows, not '" + rows + "'");
      }
      count = Long.parseLong(rows);
    }
    Duration limit = null;
    if (time != null) {
      limit =
          DurationText.parse(time)
              .orElseThrow(
                  () ->
                      new UsageException(
                          "--timeout wants a duration such as 5s, '1 min' or 500ms, not '"
                              + time
                              + "'"));
    }
    return new Limits(count, limit);
  }

  private static Map<String, String> settings(List<String> pairs) throws UsageException {
    Map<String, String> settings = new LinkedHashMap<>();
    for (String pair : pairs) {
      int equals = pair.indexOf('=');
      if (equals < 1) {
        throw new UsageException("--set wants key=value, not '" + pair + "'");
      }
      settings.put(pair.substring(0, equals).strip(), pair.substring(equals + 1).strip());
    }
    return settings;
  }
}
