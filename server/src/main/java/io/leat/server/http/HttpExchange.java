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

  private static final class Pending {
    private final byte[] request;
    private final boolean keepAlive;

    Pending(byte[] request, boolean keepAlive) {
      this.request = request;
      this.keepAlive = keepAlive;
    }
  }

  HttpExchange(ProtocolHandler.Client client) {
    this.client = client;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    if (!request.decoderResult().isSuccess()) {
      answer(context, HttpResponseStatus.BAD_REQUEST, text("This is not HTTP.\n"), "text", false);
    } else if (request.method().equals(HttpMethod.POST) && request.uri().equals("/")) {
      if (pending.size() >= MAX_PENDING) {
        var unused = context.close();
        return;
      }
      pending.add(new Pending(ByteBufUtil.getBytes(request.content()), keepAlive));
      next(context);
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/health")) {
      answer(context, HttpResponseStatus.OK, text("ok\n"), "text", keepAlive);
    } else if (request.method().equals(HttpMethod.GET) && request.uri().equals("/")) {
      answer(
          context,
          HttpResponseStatus.OK,
          text("Leat, a streaming SQL server. Connect by JDBC: jdbc:leat://host:port\n"),
          "text",
          keepAlive);
    } else {
      answer(
          context,
          HttpResponseStatus.NOT_FOUND,
          text("There is nothing here.\n"),
          "text",
          keepAlive);
    }
  }

  private void next(ChannelHandlerContext context) {
    Pending first = busy ? null : pending.poll();
    if (first == null) {
      return;
    }
    busy = true;
    CompletableFuture<ProtocolHandler.Reply> sent = client.send(first.request, true);
    if (sent.isDone()) {
      answer(context, first, sent.join());
      return;
    }
    var unusedReply =
        sent.thenAccept(reply -> context.executor().execute(() -> answer(context, first, reply)));
  }

  private void answer(ChannelHandlerContext context, Pending request, ProtocolHandler.Reply reply) {
    busy = false;
    answer(
        context,
        reply.error() ? HttpResponseStatus.INTERNAL_SERVER_ERROR : HttpResponseStatus.OK,
        Unpooled.wrappedBuffer(reply.message()),
        "protobuf",
        request.keepAlive);
    next(context);
  }

  private static ByteBuf text(String content) {
    return Unpooled.wrappedBuffer(content.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(
      ChannelHandlerContext context,
      HttpResponseStatus status,
      ByteBuf content,
      String kind,
      boolean keepAlive) {
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
