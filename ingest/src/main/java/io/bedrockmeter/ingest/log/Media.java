package io.bedrockmeter.ingest.log;

/**
 * What image, video and audio models count in a record. Only {@code outputImageHeight} is no quantity: it tells that there
 * is an image.
 */
enum Media {
    OUTPUT_IMAGES,
    IMAGE_HEIGHT,
    INPUT_AUDIO_MS,
    OUTPUT_AUDIO_MS,
    INPUT_VIDEO_MS,
    OUTPUT_VIDEO_MS
}
