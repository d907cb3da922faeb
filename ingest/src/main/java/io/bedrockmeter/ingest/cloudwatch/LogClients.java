package io.bedrockmeter.ingest.cloudwatch;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsAsyncClientBuilder;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilterLogEventsResponse;
import software.amazon.awssdk.services.cloudwatchlogs.model.FilteredLogEvent;

/**
 * The CloudWatch Logs clients, one for each Region and role, made when first needed. They do not retry: each attempt is to
 * count against the request budget. For one thread; the futures complete on others.
 */
final class LogClients implements AutoCloseable {

    /** As many events as FilterLogEvents gives at most; a page also ends at 1 MB. */
    private static final int PAGE_EVENTS = 10_000;

    private static final int IO_THREADS = 2;
    private static final int MAX_CONNECTIONS = 200;
    private static final Duration ATTEMPT_TIMEOUT = Duration.ofSeconds(30);

    private final String logStream;
    private final EventLoopGroup threads = threads();
    private final SdkAsyncHttpClient http = NettyNioAsyncHttpClient.builder()
            .eventLoopGroup(SdkEventLoopGroup.create(threads))
            .maxConcurrency(MAX_CONNECTIONS)
            .connectionAcquisitionTimeout(ATTEMPT_TIMEOUT)
            .build();
    private final Map<Access, Client> clients = new HashMap<>();

    LogClients(String logStream) {
        this.logStream = logStream;
    }

    /** Asks for one page of a range of event time. */
    CompletableFuture<Page> fetch(LogGroup group, Range range, String token) {
        FilterLogEventsRequest.Builder request = FilterLogEventsRequest.builder()
                .logStreamNames(logStream)
                .startTime(range.fromMs())
                .endTime(range.toMs() - 1)
                .limit(PAGE_EVENTS);
        if (group.isArn()) {
            request.logGroupIdentifier(group.arn());
        } else {
            request.logGroupName(group.logGroup());
        }
        if (!token.isEmpty()) {
            request.nextToken(token);
        }
        return clients.computeIfAbsent(Access.to(group), this::connect)
                .logs()
                .filterLogEvents(request.build())
                .thenApply(LogClients::page);
    }

    /** Drops the credentials for a group; the next request gets new ones. */
    void renewCredentials(LogGroup group) {
        Client client = clients.remove(Access.to(group));
        if (client != null) {
            client.close();
        }
    }

    @Override
    public void close() {
        clients.values().forEach(Client::close);
        clients.clear();
        http.close();
        // Not awaited: nothing that is still under way matters to anyone.
        threads.shutdownGracefully(200, 1_000, TimeUnit.MILLISECONDS);
    }

    /** Own threads, because those of the SDK take two seconds to stop. It knows no newer kind of group than this. */
    @SuppressWarnings("deprecation")
    private static EventLoopGroup threads() {
        return new NioEventLoopGroup(IO_THREADS, new DefaultThreadFactory("cloudwatch-io", true));
    }

    private Client connect(Access access) {
        AssumedRole role = access.roleArn()
                .map(arn -> AssumedRole.of(arn, access.externalId(), access.region()))
                .orElse(AssumedRole.NONE);
        CloudWatchLogsAsyncClientBuilder builder = CloudWatchLogsAsyncClient.builder()
                .region(Region.of(access.region()))
                .httpClient(http)
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .retryStrategy(AwsRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(ATTEMPT_TIMEOUT)
                        .build());
        role.credentials().ifPresent(builder::credentialsProvider);
        return new Client(builder.build(), role);
    }

    private static Page page(FilterLogEventsResponse response) {
        return new Page(
                response.events().stream().map(LogClients::event).toList(),
                Optional.ofNullable(response.nextToken()).orElse(""));
    }

    private static LogEvent event(FilteredLogEvent event) {
        return new LogEvent(
                Optional.ofNullable(event.eventId()).orElse(""),
                Optional.ofNullable(event.timestamp()).orElse(0L),
                Optional.ofNullable(event.message()).orElse(""));
    }

    private record Access(String region, Optional<String> roleArn, Optional<String> externalId) {
        static Access to(LogGroup group) {
            return new Access(group.region(), group.roleArn(), group.externalId());
        }
    }

    private record Client(CloudWatchLogsAsyncClient logs, AssumedRole role) implements AutoCloseable {
        @Override
        public void close() {
            logs.close();
            role.close();
        }
    }
}
