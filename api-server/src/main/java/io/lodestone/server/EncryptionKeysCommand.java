package io.lodestone.server;

import java.io.IOException;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** The command line of {@code keys encryption}: its own verbs, and what each of them takes. */
final class EncryptionKeysCommand {
  static final String NAME = "encryption";
  private static final String ALIAS = "--alias";

  private EncryptionKeysCommand() {}

  /**
   * @param verbs makes a verb of a description, with the options that all verbs have
   */
  static CommandSpec specification(Function<String, CommandSpec> verbs) {
    CommandSpec encryption = CommandSpec.create();
    encryption
        .usageMessage()
        .description("Makes, lists and names the keys that KmsKeyId of a database names.");
    encryption.addSubcommand(
        "create",
        verbs
            .apply("Makes an encryption key and prints what names it.")
            .addOption(
                OptionSpec.builder(ALIAS)
                    .type(String.class)
                    .paramLabel("NAME")
                    .description("A name for it, like alias/plant.")
                    .build()));
    encryption.addSubcommand("list", verbs.apply("Lists the encryption keys, without secrets."));
    encryption.addSubcommand(
        "alias",
        verbs
            .apply("Lets a name stand for a key from now on.")
            .addPositional(positional(0, "NAME", "The name, like alias/plant."))
            .addPositional(positional(1, "KEY", "The id of the key.")));
    return encryption;
  }

  private static PositionalParamSpec positional(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .paramLabel(label)
        .index(Integer.toString(index))
        .arity("1")
        .required(true)
        .type(String.class)
        .description(description)
        .build();
  }

  /** Does what the command line asks of the verb. */
  static int run(EncryptionKeysVerb keys, ParseResult verb) throws IOException {
    return switch (verb.commandSpec().name()) {
      case "create" -> keys.create(Optional.ofNullable(verb.matchedOptionValue(ALIAS, null)));
      case "list" -> keys.list();
      case "alias" ->
          keys.alias(verb.matchedPositionalValue(0, ""), verb.matchedPositionalValue(1, ""));
      default -> throw new IllegalStateException(verb.commandSpec().name());
    };
  }
}
