package io.leat.server.http;

import io.leat.server.avatica.ProtocolHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests and answers on one connection, in order. Reading never stops, so that a lost client is
 * noticed while its fetch waits; requests that come before their turn are kept, a few of them.
 */
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
  private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
  private static final int MAX_PENDING = 16;

  private final ProtocolHandler.Client client;
  private final Deque<Pending> pending = new ArrayDeque<>();
  private boolean busy;

  /** A request whose turn has not come. */
  private interface Pending {
    void begin(ChannelHandlerContext context);
  }

  HttpExchange(ProtocolHandler.Client client) {
    this.client = client;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (pending.size() >= MAX_PENDING) {
      var unused = context.close();
      return;
    }
    if (!request.decoderResult().isSuccess()) {
      pending.add(text(HttpResponseStatus.BAD_REQUEST, "This is not HTTP.\n", false));
    } else if (request.method().equals(HttpMethod.POST) && request.uri().equals("/")) {
      byte[] message = ByteBufUtil.getBytes(request.content());
      pending.add(at -> send(at, message, keepAlive));
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/health")) {
      pending.add(text(HttpResponseStatus.OK, "ok\n", keepAlive));
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/")) {
      pending.add(
          text(
              HttpResponseStatus.OK,
              "Leat, a streaming SQL server. Connect by JDBC: jdbc:leat://host:port\n",
              keepAlive));
    } else {
      pending.add(text(HttpResponseStatus.NOT_FOUND, "There is nothing here.\n", keepAlive));
    }
    next(context);
  }

  private void next(ChannelHandlerContext context) {
    while (!busy && !pending.isEmpty()) {
      busy = true;
      pending.remove().begin(context);
    }
  }

  private void send(ChannelHandlerContext context, byte[] message, boolean keepAlive) {
    CompletableFuture<ProtocolHandler.Reply> sent = client.send(message, true);
    if (sent.isDone()) {
      answer(context, sent.join(), keepAlive);
      return;
    }
    var unusedReply =
        sent.thenAccept(
            reply ->
                context
                    .executor()
                    .execute(
                        () -> {
                          answer(context, reply, keepAlive);
                          next(context);
                        }));
  }

  private void answer(
      ChannelHandlerContext context, ProtocolHandler.Reply reply, boolean keepAlive) {
    answer(
        context,
        reply.error() ? HttpResponseStatus.INTERNAL_SERVER_ERROR : HttpResponseStatus.OK,
        Unpooled.wrappedBuffer(reply.message()),
        "protobuf",
        keepAlive);
  }

  /** A request that is answered with a text. */
  private Pending text(HttpResponseStatus status, String text, boolean keepAlive) {
    return context -> answer(context, status, text(text), "text", keepAlive);
  }

  private static ByteBuf text(String content) {
    return Unpooled.wrappedBuffer(content.getBytes(StandardCharsets.UTF_8));
  }

  private void answer(
      ChannelHandlerContext context,
      HttpResponseStatus status,
      ByteBuf content,
      String kind,
      boolean keepAlive) {
    busy = false;
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response
        .headers()
        .set(
            HttpHeaderNames.CONTENT_TYPE,
            kind.equals("text") ? "text/plain; charset=utf-8" : "application/x-google-protobuf")
        .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
        .set(
            HttpHeaderNames.CONNECTION,
            keepAlive ? HttpHeaderValues.KEEP_ALIVE : HttpHeaderValues.CLOSE);
    var written = context.writeAndFlush(response);
    if (!keepAlive) {
      var unused = written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    client.close();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.warn("A connection failed", cause);
    }
    var unused = context.close();
  }
}
