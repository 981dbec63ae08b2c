package reeve.server.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the frame.
 *
 * @param sample whether everything here is invented; every page says so
 * @param square where the square is read, for links to it
 */
@ConfigurationProperties(prefix = "server.console", ignoreUnknownFields = false)
record ConsoleSettings(
    @DefaultValue("false") boolean sample, @DefaultValue("http://127.0.0.1:8080") String square) {}
