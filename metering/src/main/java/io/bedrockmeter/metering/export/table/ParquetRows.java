package io.bedrockmeter.metering.export.table;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimeUnit;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Types;
import org.jspecify.annotations.Nullable;

/** How a row of values becomes a Parquet record. The deprecated methods with Hadoop types are abstract in parquet-java. */
@SuppressWarnings("deprecation")
final class ParquetRows extends WriteSupport<List<Value>> {

    private static final int DECIMAL_BYTES = 16;

    private final TableSchema schema;
    private @Nullable RecordConsumer consumer;

    private ParquetRows(TableSchema schema) {
        this.schema = schema;
    }

    /** Builds a writer of rows. */
    static final class Builder extends ParquetWriter.Builder<List<Value>, Builder> {

        private final TableSchema schema;

        Builder(OutputFile file, TableSchema schema) {
            super(file);
            this.schema = schema;
        }

        @Override
        protected Builder self() {
            return this;
        }

        @Override
        protected WriteSupport<List<Value>> getWriteSupport(Configuration hadoop) {
            return new ParquetRows(schema);
        }

        @Override
        protected WriteSupport<List<Value>> getWriteSupport(ParquetConfiguration config) {
            return new ParquetRows(schema);
        }
    }

    @Override
    public WriteContext init(Configuration hadoop) {
        return context();
    }

    @Override
    public WriteContext init(ParquetConfiguration config) {
        return context();
    }

    @Override
    public void prepareForWrite(RecordConsumer consumer) {
        this.consumer = consumer;
    }

    @Override
    public void write(List<Value> row) {
        RecordConsumer out = Objects.requireNonNull(consumer, "rows before the file was started");
        out.startMessage();
        for (int i = 0; i < row.size(); i++) {
            Value value = row.get(i);
            if (value != Value.ABSENT) {
                Column column = schema.columns().get(i);
                out.startField(column.name(), i);
                write(out, column, value);
                out.endField(column.name(), i);
            }
        }
        out.endMessage();
    }

    private static void write(RecordConsumer out, Column column, Value value) {
        if (value instanceof Value.Text text) {
            out.addBinary(Binary.fromConstantByteArray(text.text().getBytes(StandardCharsets.UTF_8)));
        } else if (value instanceof Value.Whole whole) {
            out.addLong(whole.number());
        } else if (value instanceof Value.Decimal decimal) {
            out.addBinary(Binary.fromConstantByteArray(decimalBytes(column, decimal.number())));
        } else if (value instanceof Value.Time time) {
            out.addLong(time.time().toEpochMilli());
        } else if (value instanceof Value.Flag flag) {
            out.addBoolean(flag.flag());
        }
    }

    /** The unscaled number in two's complement, big-endian. */
    private static byte[] decimalBytes(Column column, BigDecimal number) {
        BigDecimal scaled = number.stripTrailingZeros().scale() > ColumnType.DECIMAL_SCALE
                ? number
                : number.setScale(ColumnType.DECIMAL_SCALE, RoundingMode.UNNECESSARY);
        if (scaled.scale() != ColumnType.DECIMAL_SCALE || scaled.precision() > ColumnType.DECIMAL_PRECISION) {
            throw new ArithmeticException("column %s holds decimals of %d digits, %d of them after the point"
                    .formatted(column.name(), ColumnType.DECIMAL_PRECISION, ColumnType.DECIMAL_SCALE));
        }
        byte[] digits = scaled.unscaledValue().toByteArray();
        byte[] bytes = new byte[DECIMAL_BYTES];
        Arrays.fill(bytes, (byte) (scaled.signum() < 0 ? -1 : 0));
        System.arraycopy(digits, 0, bytes, DECIMAL_BYTES - digits.length, digits.length);
        return bytes;
    }

    private WriteContext context() {
        Type[] fields = schema.columns().stream().map(ParquetRows::field).toArray(Type[]::new);
        return new WriteContext(new MessageType(schema.name(), fields), Map.of());
    }

    private static Type field(Column column) {
        Type.Repetition repetition = column.required() ? Type.Repetition.REQUIRED : Type.Repetition.OPTIONAL;
        return switch (column.type()) {
            case TEXT ->
                Types.primitive(PrimitiveTypeName.BINARY, repetition)
                        .as(LogicalTypeAnnotation.stringType())
                        .named(column.name());
            case WHOLE -> Types.primitive(PrimitiveTypeName.INT64, repetition).named(column.name());
            case DECIMAL ->
                Types.primitive(PrimitiveTypeName.FIXED_LEN_BYTE_ARRAY, repetition)
                        .length(DECIMAL_BYTES)
                        .as(LogicalTypeAnnotation.decimalType(ColumnType.DECIMAL_SCALE, ColumnType.DECIMAL_PRECISION))
                        .named(column.name());
            case TIME ->
                Types.primitive(PrimitiveTypeName.INT64, repetition)
                        .as(LogicalTypeAnnotation.timestampType(true, TimeUnit.MILLIS))
                        .named(column.name());
            case FLAG -> Types.primitive(PrimitiveTypeName.BOOLEAN, repetition).named(column.name());
        };
    }
}
