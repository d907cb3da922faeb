package io.bedrockmeter.client;

import java.nio.ByteBuffer;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/** An answer that goes to its subscriber as it is and at its pace, and is seen by a watch on the way. */
final class WatchedPublisher implements Publisher<ByteBuffer> {

    private final Publisher<ByteBuffer> answer;
    private final AnswerWatch watch;

    WatchedPublisher(Publisher<ByteBuffer> answer, AnswerWatch watch) {
        this.answer = answer;
        this.watch = watch;
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        answer.subscribe(new Watched(subscriber, watch));
    }

    private record Watched(Subscriber<? super ByteBuffer> subscriber, AnswerWatch watch)
            implements Subscriber<ByteBuffer> {

        @Override
        public void onSubscribe(Subscription subscription) {
            subscriber.onSubscribe(new Subscription() {
                @Override
                public void request(long count) {
                    subscription.request(count);
                }

                @Override
                public void cancel() {
                    subscription.cancel();
                    watch.end();
                }
            });
        }

        @Override
        public void onNext(ByteBuffer bytes) {
            watch.bytes(bytes);
            subscriber.onNext(bytes);
        }

        @Override
        public void onError(Throwable failure) {
            watch.end();
            subscriber.onError(failure);
        }

        @Override
        public void onComplete() {
            watch.end();
            subscriber.onComplete();
        }
    }
}
