package io.bedrockmeter.schemas.codec;

import io.bedrockmeter.schemas.model.BudgetFilter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.TreeSet;

/**
 * A filter expression as a flat list of terms in prefix order (an operator, then its operands): a recursive Avro schema
 * would shut out Flink, ksqlDB and Connect.
 */
final class BudgetFilterMapping {

    private enum Operator {
        IN,
        STARTS_WITH,
        ALL_OF,
        ANY_OF,
        NOT
    }

    private record Term(Operator operator, int operands, String key, List<String> values) {}

    private BudgetFilterMapping() {}

    static void write(AvroWriter out, BudgetFilter filter) {
        List<Term> terms = new ArrayList<>();
        flatten(filter, terms);
        out.writeArray(terms, BudgetFilterMapping::writeTerm);
    }

    static BudgetFilter read(AvroReader in) {
        List<Term> terms = in.readArray(BudgetFilterMapping::readTerm);
        if (terms.size() > BudgetFilter.MAX_NODES) {
            throw new UndecodableException("filter of " + terms.size() + " terms");
        }
        Iterator<Term> rest = terms.iterator();
        BudgetFilter filter = parse(rest, 1);
        if (rest.hasNext()) {
            throw new UndecodableException("filter with terms after its end");
        }
        return filter;
    }

    private static void flatten(BudgetFilter filter, List<Term> terms) {
        if (filter instanceof BudgetFilter.In in) {
            terms.add(new Term(Operator.IN, 0, in.key(), List.copyOf(in.values())));
        } else if (filter instanceof BudgetFilter.StartsWith starts) {
            terms.add(new Term(Operator.STARTS_WITH, 0, starts.key(), List.of(starts.prefix())));
        } else if (filter instanceof BudgetFilter.AllOf all) {
            terms.add(new Term(Operator.ALL_OF, all.operands().size(), "", List.of()));
            all.operands().forEach(operand -> flatten(operand, terms));
        } else if (filter instanceof BudgetFilter.AnyOf any) {
            terms.add(new Term(Operator.ANY_OF, any.operands().size(), "", List.of()));
            any.operands().forEach(operand -> flatten(operand, terms));
        } else if (filter instanceof BudgetFilter.Not not) {
            terms.add(new Term(Operator.NOT, 1, "", List.of()));
            flatten(not.operand(), terms);
        }
    }

    private static BudgetFilter parse(Iterator<Term> rest, int depth) {
        if (!rest.hasNext() || depth > BudgetFilter.MAX_DEPTH) {
            throw new UndecodableException("filter that is cut off or deeper than " + BudgetFilter.MAX_DEPTH);
        }
        Term term = rest.next();
        return switch (term.operator()) {
            case IN -> new BudgetFilter.In(term.key(), new TreeSet<>(term.values()));
            case STARTS_WITH -> new BudgetFilter.StartsWith(term.key(), onlyValue(term));
            case ALL_OF -> new BudgetFilter.AllOf(operands(rest, term, depth));
            case ANY_OF -> new BudgetFilter.AnyOf(operands(rest, term, depth));
            case NOT -> new BudgetFilter.Not(parse(rest, depth + 1));
        };
    }

    private static List<BudgetFilter> operands(Iterator<Term> rest, Term term, int depth) {
        List<BudgetFilter> operands = new ArrayList<>();
        for (int i = 0; i < term.operands(); i++) {
            operands.add(parse(rest, depth + 1));
        }
        return operands;
    }

    private static String onlyValue(Term term) {
        if (term.values().size() != 1) {
            throw new UndecodableException("filter prefix with " + term.values().size() + " values");
        }
        return term.values().get(0);
    }

    private static void writeTerm(AvroWriter out, Term term) {
        out.writeEnum(term.operator());
        out.writeInt(term.operands());
        out.writeString(term.key());
        out.writeArray(term.values(), AvroWriter::writeString);
    }

    private static Term readTerm(AvroReader in) {
        return new Term(
                in.readEnum(Operator.values()), in.readInt(), in.readString(), in.readArray(AvroReader::readString));
    }
}
