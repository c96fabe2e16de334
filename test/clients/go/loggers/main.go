// Go's loggers on stdout, each in the forms that it has: slog, zap, zerolog, logrus.
package main

import (
	"context"
	"errors"
	"log"
	"log/slog"
	"os"

	"github.com/rs/zerolog"
	"github.com/rs/zerolog/pkgerrors"
	"github.com/sirupsen/logrus"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
)

const requestID = "6fafaa91-eca0-4d4a-a9f8-0c441a01790b"

var errBroken = errors.New("no money")

func main() {
	withSlog()
	withZap()
	withZerolog()
	withLogrus()
	log.New(os.Stdout, "", log.LstdFlags|log.Lshortfile).Print("printed by log")
}

func withSlog() {
	options := &slog.HandlerOptions{AddSource: true, Level: slog.LevelDebug}
	json := slog.New(slog.NewJSONHandler(os.Stdout, options))
	json.Warn("from slog json", "request_id", requestID, slog.Group("cart", "items", 3))
	json.Log(context.Background(), slog.LevelError+2, "from slog beyond error", "err", errBroken)
	slog.New(slog.NewTextHandler(os.Stdout, options)).Error("from slog text", "request_id", requestID, "items", 3)
}

func withZap() {
	config := zap.NewProductionConfig()
	config.OutputPaths = []string{"stdout"}
	production := zap.Must(config.Build())
	production.Named("shop").Warn("from zap json", zap.String("request_id", requestID), zap.Int("items", 3))
	production.Error("zap with an error", zap.Error(errBroken))
	encoder := zapcore.NewConsoleEncoder(zap.NewDevelopmentEncoderConfig())
	core := zapcore.NewCore(encoder, zapcore.AddSync(os.Stdout), zap.DebugLevel)
	zap.New(core, zap.AddCaller()).Named("shop").Info("from zap console", zap.String("request_id", requestID))
}

func withZerolog() {
	zerolog.ErrorStackMarshaler = pkgerrors.MarshalStack
	logger := zerolog.New(os.Stdout).With().Timestamp().Caller().Logger()
	logger.Warn().Str("request_id", requestID).Int("items", 3).Msg("from zerolog json")
	logger.Error().Err(errBroken).Msg("zerolog with an error")
	console := zerolog.ConsoleWriter{Out: os.Stdout, NoColor: false}
	pretty := zerolog.New(console).With().Timestamp().Caller().Logger()
	pretty.Info().Str("request_id", requestID).Msg("from zerolog console")
}

func withLogrus() {
	logger := logrus.New()
	logger.SetOutput(os.Stdout)
	logger.SetReportCaller(true)
	logger.SetFormatter(&logrus.JSONFormatter{})
	logger.WithFields(logrus.Fields{"request_id": requestID, "items": 3}).Warn("from logrus json")
	logger.WithError(errBroken).Error("logrus with an error")
	logger.SetFormatter(&logrus.TextFormatter{})
	logger.WithField("request_id", requestID).Info("from logrus text")
	logger.SetFormatter(&logrus.TextFormatter{ForceColors: true})
	logger.WithField("request_id", requestID).Error("from logrus colours")
}
