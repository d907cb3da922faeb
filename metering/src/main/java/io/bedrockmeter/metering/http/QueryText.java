package io.bedrockmeter.metering.http;

import io.bedrockmeter.metering.query.Grouping;
import io.bedrockmeter.metering.query.Question;
import io.bedrockmeter.metering.query.RowFilter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/** The query part of a request that asks a question, as {@link QuestionReader} reads it. Not thread-safe. */
final class QueryText {

    private final StringJoiner query = new StringJoiner("&");

    QueryText(Question question) {
        for (Grouping grouping : question.groupBy()) {
            with(QuestionReader.GROUP_BY, grouping.name());
        }
        for (RowFilter filter : question.filters()) {
            with(QuestionReader.FILTER, filter.text());
        }
        question.range().from().ifPresent(from -> with(QuestionReader.FROM, from.toString()));
        question.range().to().ifPresent(to -> with(QuestionReader.TO, to.toString()));
        question.granularity().ifPresent(length -> with(QuestionReader.GRANULARITY, length.wireName()));
    }

    /** Adds another parameter. */
    QueryText with(String name, String value) {
        query.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        return this;
    }

    @Override
    public String toString() {
        return query.toString();
    }
}
