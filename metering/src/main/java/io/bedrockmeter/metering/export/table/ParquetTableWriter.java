package io.bedrockmeter.metering.export.table;

import io.bedrockmeter.metering.export.ExportException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;

/**
 * Parquet through parquet-java, without Hadoop (docs/decisions/0005-parquet.md). Memory is bounded by the row group:
 * about {@value #ROW_GROUP_BYTES} bytes are buffered, whatever the number of rows.
 */
final class ParquetTableWriter implements TableWriter {

    /** Size at which a row group is written out. */
    static final long ROW_GROUP_BYTES = 16L << 20;

    private final TableSchema schema;
    private final ParquetWriter<List<Value>> writer;

    ParquetTableWriter(OutputStream out, TableSchema schema) throws IOException {
        this.schema = schema;
        this.writer = new ParquetRows.Builder(new StreamFile(out), schema)
                .withConf(new PlainParquetConfiguration())
                .withCompressionCodec(CompressionCodecName.ZSTD)
                .withRowGroupSize(ROW_GROUP_BYTES)
                .build();
    }

    @Override
    public void write(List<Value> row) throws IOException {
        schema.check(row);
        try {
            writer.write(row);
        } catch (ArithmeticException e) {
            throw new ExportException(
                    "a row of table " + schema.name() + " does not fit Parquet: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }

    /** A file of which only the end is written to, as Parquet allows. */
    private record StreamFile(OutputStream out) implements OutputFile {

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new CountingStream(out);
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return new CountingStream(out);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }

    private static final class CountingStream extends PositionOutputStream {

        private final OutputStream out;
        private long position;

        CountingStream(OutputStream out) {
            this.out = out;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            out.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        /** The stream stays the caller's. */
        @Override
        public void close() throws IOException {
            out.flush();
        }
    }
}
