-- Tables are made by SparkNexmark: a watermark has no SQL there. The number of events:
${EVENTS};
