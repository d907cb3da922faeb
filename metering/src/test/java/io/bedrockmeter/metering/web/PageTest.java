package io.bedrockmeter.metering.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.bedrockmeter.runtime.http.AccessCheck;
import io.bedrockmeter.runtime.http.ApiKeys;
import io.bedrockmeter.runtime.http.HttpConfig;
import io.bedrockmeter.runtime.http.HttpFace;
import io.bedrockmeter.runtime.http.LoopbackOnly;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class PageTest {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static final Pattern FROM_ELSEWHERE = Pattern.compile("(?:https?:)?//[\\w.-]+\\.\\w+");
    private static final Pattern MARKUP =
            Pattern.compile("innerHTML|outerHTML|insertAdjacentHTML|document\\.write|\\beval\\(|new Function");

    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void stop() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    @Test
    void every_file_of_the_folder_is_served_and_nothing_else_of_the_class_path() throws IOException {
        try (HttpFace face = serve(new LoopbackOnly())) {
            List<String> served =
                    PageFile.all().stream().map(PageFile::resource).toList();

            HttpResponse<String> classFile = get(face, "/page/../io/bedrockmeter/metering/web/Page.class");
            HttpResponse<String> listing = get(face, "/page/js/");

            assertThat(served).containsAll(ownFiles());
            assertThat(PageFile.all())
                    .allSatisfy(file -> assertThat(get(face, file.path()).statusCode())
                            .as(file.path())
                            .isEqualTo(200));
            assertThat(classFile.statusCode()).isEqualTo(404);
            assertThat(listing.statusCode()).isEqualTo(404);
        }
    }

    @Test
    void a_browser_is_told_to_load_nothing_from_elsewhere_and_to_take_no_text_for_markup() {
        try (HttpFace face = serve(new LoopbackOnly())) {
            HttpResponse<String> page = get(face, "/");

            assertThat(page.headers().firstValue("content-type")).hasValue("text/html;charset=utf-8");
            assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(page.headers().allValues("content-security-policy"))
                    .containsExactly(Page.CONTENT_SECURITY_POLICY);
            assertThat(Page.CONTENT_SECURITY_POLICY)
                    .startsWith("default-src 'none'; script-src 'self'; style-src 'self';")
                    .doesNotContain("unsafe", "http", "*", "data:")
                    .contains("require-trusted-types-for 'script'");
        }
    }

    @Test
    void no_file_of_ours_names_another_server_or_makes_markup_of_text() throws IOException {
        for (String resource : ownFiles()) {
            String text = new String(new PageFile("/", resource).read(), StandardCharsets.UTF_8)
                    .replace("http://www.w3.org/2000/svg", "");

            assertThat(FROM_ELSEWHERE.matcher(text).find()).as(resource).isFalse();
            assertThat(MARKUP.matcher(text).find()).as(resource).isFalse();
        }
    }

    @Test
    void a_file_is_sent_again_only_when_it_has_changed() {
        try (HttpFace face = serve(new LoopbackOnly())) {
            HttpResponse<String> first = get(face, "/page/js/main.js");
            String etag = first.headers().firstValue("etag").orElseThrow();

            HttpResponse<String> again = send(request(face, "/page/js/main.js").header("If-None-Match", etag));
            HttpResponse<String> other = send(request(face, "/page/js/main.js").header("If-None-Match", "\"other\""));

            assertThat(first.headers().firstValue("cache-control")).hasValue("no-cache");
            assertThat(again.statusCode()).isEqualTo(304);
            assertThat(again.body()).isEmpty();
            assertThat(other.statusCode()).isEqualTo(200);
            assertThat(other.body()).isEqualTo(first.body());
        }
    }

    @Test
    void who_has_no_key_gets_the_page_to_enter_one_and_nothing_else() {
        try (HttpFace face = serve(new ApiKeys(Map.of("reader", ApiKeys.hash("secret"))))) {
            assertThat(get(face, "/").statusCode()).isEqualTo(200);
            assertThat(get(face, "/page/js/core/access.js").statusCode()).isEqualTo(200);
            assertThat(get(face, "/v1/usage").statusCode()).isEqualTo(401);
            assertThat(get(face, "/page/nothing").statusCode()).isEqualTo(401);
            assertThat(get(face, "/page/js/../../v1/usage").statusCode()).isEqualTo(401);
            assertThat(send(request(face, "/").POST(HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(401);
        }
    }

    @Test
    void a_foreign_host_name_that_points_here_gets_not_even_the_page() {
        try (HttpFace face = serve(new LoopbackOnly())) {
            HttpResponse<String> proxied = send(request(face, "/").header("X-Forwarded-For", "203.0.113.9"));

            assertThat(proxied.statusCode()).isEqualTo(403);
        }
    }

    private HttpFace serve(AccessCheck access) {
        return HttpFace.start(
                vertx, HttpConfig.of("127.0.0.1", 0, "http.port"), new PageAccess(access), List.of(new Page()));
    }

    private static List<String> ownFiles() throws IOException {
        Path folder = Path.of("src/main/resources" + PageFile.FOLDER);
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file ->
                            PageFile.FOLDER + folder.relativize(file).toString().replace('\\', '/'))
                    .toList();
        }
    }

    private static HttpResponse<String> get(HttpFace face, String path) {
        return send(request(face, path));
    }

    private static HttpRequest.Builder request(HttpFace face, String path) {
        return HttpRequest.newBuilder(URI.create("http://localhost:" + face.port() + path));
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
