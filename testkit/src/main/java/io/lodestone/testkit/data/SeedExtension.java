package io.lodestone.testkit.data;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a {@link Seed}: the one of the system property {@value Seed#PROPERTY}, or a new one
 * each time. When the test fails, one line says how to repeat it.
 */
public final class SeedExtension implements ParameterResolver, AfterTestExecutionCallback {
  private static final Namespace NAMESPACE = Namespace.create(SeedExtension.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Seed.class;
  }

  @Override
  public Seed resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return seed(context);
  }

  private static Seed seed(ExtensionContext context) {
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            context.getUniqueId(),
            id -> {
              Long fixed = Long.getLong(Seed.PROPERTY);
              return new Seed(fixed != null ? fixed : ThreadLocalRandom.current().nextLong());
            },
            Seed.class);
  }

  @Override
  public void afterTestExecution(ExtensionContext context) {
    if (context.getExecutionException().isPresent()) {
      System.err.println("repeat with: " + command(context, seed(context)));
    }
  }

  private static String command(ExtensionContext context, Seed seed) {
    Path module = Path.of("").toAbsolutePath().getFileName();
    return "./mvnw -pl "
        + module
        + " -am test -Dsurefire.failIfNoSpecifiedTests=false -Dtest="
        + context.getRequiredTestClass().getSimpleName()
        + context.getTestMethod().map(Method::getName).map(name -> "#" + name).orElse("")
        + " -D"
        + Seed.PROPERTY
        + "="
        + seed.value();
  }
}
