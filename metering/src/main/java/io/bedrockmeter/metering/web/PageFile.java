package io.bedrockmeter.metering.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A file that is served.
 *
 * @param path where
 * @param resource name on the class path
 */
record PageFile(String path, String resource) {

    /** The folder of our own files on the class path. */
    static final String FOLDER = "/web/";

    private static final String START = "index.html";
    private static final String BELOW = "/page/";

    private static final List<String> OWN = List.of(
            "icon.svg",
            "css/base.css",
            "css/layout.css",
            "css/parts.css",
            "css/views.css",
            "js/main.js",
            "js/core/access.js",
            "js/core/api.js",
            "js/core/dom.js",
            "js/core/live.js",
            "js/core/money.js",
            "js/core/numbers.js",
            "js/core/question.js",
            "js/core/refresh.js",
            "js/core/route.js",
            "js/core/stream.js",
            "js/core/time.js",
            "js/parts/chart.js",
            "js/parts/choice.js",
            "js/parts/figures.js",
            "js/parts/login.js",
            "js/parts/notice.js",
            "js/parts/palette.js",
            "js/parts/series.js",
            "js/parts/strip.js",
            "js/parts/table.js",
            "js/parts/theme.js",
            "js/views/alerts.js",
            "js/views/budgets.js",
            "js/views/columns.js",
            "js/views/controls.js",
            "js/views/csv.js",
            "js/views/explore.js",
            "js/views/facets.js",
            "js/views/insights.js",
            "js/views/now.js",
            "js/views/request.js");

    /** Of libraries, by the name under which the page asks for them. */
    private static final Map<String, String> LIBRARIES =
            Map.of("lib/chart.js", "/META-INF/resources/webjars/chart.js/4.5.1/dist/chart.umd.min.js");

    private static final Map<String, String> MEDIA_TYPES = Map.of(
            "html", "text/html;charset=utf-8",
            "css", "text/css;charset=utf-8",
            "js", "text/javascript;charset=utf-8",
            "svg", "image/svg+xml");

    /** All there are. Nothing else of the class path can be had. */
    static List<PageFile> all() {
        return Stream.of(
                        Stream.of(new PageFile("/", FOLDER + START)),
                        OWN.stream().map(name -> new PageFile(BELOW + name, FOLDER + name)),
                        LIBRARIES.entrySet().stream()
                                .map(library -> new PageFile(BELOW + library.getKey(), library.getValue())))
                .flatMap(files -> files)
                .toList();
    }

    String mediaType() {
        String ending = resource.substring(resource.lastIndexOf('.') + 1);
        String type = MEDIA_TYPES.get(ending);
        if (type == null) {
            throw new IllegalStateException(
                    resource + ": no media type is known for ." + ending + ", only for " + MEDIA_TYPES.keySet());
        }
        return type;
    }

    byte[] read() {
        try (InputStream in = PageFile.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
