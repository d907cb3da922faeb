package io.bedrockmeter.standalone;

import io.bedrockmeter.standalone.cli.BedrockMeterCommand;
import io.bedrockmeter.standalone.process.Console;

/** The process behind {@code ./bedrock-meter}. */
public final class Main {

    private Main() {}

    public static void main(String[] args) {
        System.exit(BedrockMeterCommand.run(Console.ofProcess(), args));
    }
}
