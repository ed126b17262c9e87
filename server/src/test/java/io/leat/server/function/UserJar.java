package io.leat.server.function;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/** Compiles sources into a jar, as a user would. */
final class UserJar {
  private static final String MARK = "@NotDeterministic";

  private UserJar() {}

  /**
   * A jar of classes in package {@code acme}.
   *
   * @param sources class bodies by class name: {@code "Mask" -> "public String eval(…) {…}"}
   */
  static Path compile(Path folder, String name, Map<String, String> sources) throws IOException {
    Path classes = Files.createDirectories(folder.resolve(name + "-classes"));
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "-proc:none"));
    for (Map.Entry<String, String> source : sources.entrySet()) {
      Path file = folder.resolve(name + "-" + source.getKey()).resolve(source.getKey() + ".java");
      Files.createDirectories(file.getParent());
      String annotation = source.getValue().startsWith(MARK) ? MARK : "";
      Files.writeString(
          file,
          "package acme;\n"
              + "import io.leat.runtime.function.user.*;\n"
              + "import java.math.*;\nimport java.time.*;\nimport java.util.*;\n"
              + "import java.util.stream.*;\n"
              + annotation
              + " public class "
              + source.getKey()
              + " {\n"
              + source.getValue().substring(annotation.length())
              + "\n}\n");
      arguments.add(file.toString());
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    int status = compiler.run(null, null, null, arguments.toArray(new String[0]));
    if (status != 0) {
      throw new AssertionError("the sources do not compile: " + sources.keySet());
    }
    Path jar = folder.resolve(name + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file);
        Stream<Path> all = Files.walk(classes)) {
      for (Path path : all.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace('\\', '/')));
        Files.copy(path, out);
        out.closeEntry();
      }
    }
    return jar;
  }
}
